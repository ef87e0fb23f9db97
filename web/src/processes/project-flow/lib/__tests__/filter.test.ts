import { describe, expect, it } from "vitest";
import type { Stack } from "@/entities/video";
import { filtered, filterOf, withFilter } from "../filter";

const stack = (id: string, title: string, fields: object = {}): Stack => {
  const newest = { id, title, status: "ready", review_status: "pending", ...fields };
  return { newest, versions: [newest, { id: `${id}-old` }], playable: newest } as never;
};
const stacks = [
  stack("a", "Cut 10", { review_status: "approved" }),
  stack("b", "컷 2"),
  stack("c", "Cut 2", { status: "failed" }),
];
const shown = (query: string, open = {}) =>
  filtered(stacks, filterOf(new URLSearchParams(query)), open, "en").map(
    ({ newest }) => newest.title,
  );

describe("the filter of a project's videos", () => {
  it("narrows by words, status and decision together", () => {
    expect(shown("")).toEqual(["Cut 10", "컷 2", "Cut 2"]);
    expect(shown("q=cut&status=ready")).toEqual(["Cut 10"]);
    expect(shown("status=failed")).toEqual(["Cut 2"]);
    expect(shown("review=pending")).toEqual(["컷 2", "Cut 2"]);
  });

  it("orders by name as people count, and by what is open on all versions", () => {
    expect(shown("order=name")).toEqual(["Cut 2", "Cut 10", "컷 2"]);
    expect(shown("order=open", { "b-old": 2, b: 1, c: 2 })).toEqual(["컷 2", "Cut 2", "Cut 10"]);
  });

  it("takes no place where it is as usual, and leaves out what it does not know", () => {
    const query = new URLSearchParams("x=1&review=approved&order=size");
    const filter = filterOf(query);
    expect([filter.review, filter.order]).toEqual(["approved", "newest"]);
    expect(withFilter(query, { ...filter, review: "all", words: "컷" }).toString()).toBe(
      `x=1&q=${encodeURIComponent("컷")}`,
    );
  });
});
