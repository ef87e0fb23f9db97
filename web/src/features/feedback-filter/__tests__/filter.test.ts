import { describe, expect, it } from "vitest";
import type { Feedback } from "@/entities/feedback";
import { conditionsOf, filtered, filterOf, withFilter } from "../lib/filter";

const person = (id: string) => ({
  id,
  name: `Name of ${id}`,
  email: null,
  avatar_url: null,
  kind: "member" as const,
});
const one = (id: string, fields: Partial<Feedback> = {}) =>
  ({
    id,
    user: person("kim"),
    assignee: null,
    status: "open",
    priority: "medium",
    tags: [],
    content: "Too dark",
    created_at: `2026-01-01T00:00:0${id}Z`,
    ...fields,
  }) as Feedback;

const ROWS = [
  one("1", { tags: ["light", "sky"], priority: "high" }),
  one("2", { tags: ["light"], status: "resolved", user: person("lee") }),
  one("3", { content: "자막이 늦어요", assignee: person("park") as Feedback["assignee"] }),
];
const READER = { id: "park", isUnread: ({ id }: Feedback) => id === "2", found: null };

const idsBy = (query: string, found: ReadonlySet<string> | null = null) =>
  filtered(ROWS, filterOf(new URLSearchParams(query)), { ...READER, found }).map(({ id }) => id);

describe("the filter of a list", () => {
  it("takes any of the values of a field, and all tags", () => {
    expect(idsBy("status=resolved&status=open")).toEqual(["1", "2", "3"]);
    expect(idsBy("tag=light&tag=sky")).toEqual(["1"]);
    expect(idsBy("author=lee&tag=light")).toEqual(["2"]);
    expect(idsBy("priority=high&author=lee")).toEqual([]);
  });

  it("knows what is the reader's, and what they have not read", () => {
    expect(idsBy("mine=1")).toEqual(["3"]);
    expect(idsBy("unread=1")).toEqual(["2"]);
  });

  it("finds words in what is here, and takes what the server has found", () => {
    expect(idsBy("q=자막")).toEqual(["3"]);
    expect(idsBy("q=DARK lee")).toEqual(["2"]);
    expect(idsBy("q=storyboard", new Set(["1"]))).toEqual(["1"]);
  });

  it("shows the newest first if asked", () => {
    expect(idsBy("order=newest")).toEqual(["3", "2", "1"]);
  });

  it("survives the address, beside what else is there", () => {
    const query = "feedback=7&q=a+b&status=open&tag=x&tag=y&mine=1&order=newest&earlier=0";
    const filter = filterOf(new URLSearchParams(query));
    expect(conditionsOf(filter)).toBe(4);
    expect(withFilter(new URLSearchParams("feedback=7&status=closed"), filter).toString()).toBe(
      query,
    );
    const nothing = filterOf(new URLSearchParams("status=nonsense"));
    expect(withFilter(new URLSearchParams(query), nothing).toString()).toBe("feedback=7");
  });
});
