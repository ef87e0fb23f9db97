import { expect, test } from "vitest";
import { nameOf } from "@/shared/api";
import { narrowingOf } from "../lib/query";

test("a file is called what the server calls it, in UTF-8 if it can", () => {
  expect(nameOf(`attachment; filename="v1.edl"; filename*=UTF-8''%EA%B0%80%20v1.edl`)).toBe(
    "가 v1.edl",
  );
  expect(nameOf('attachment; filename="First cut v1.csv"')).toBe("First cut v1.csv");
  expect(nameOf(null)).toBe("feedback");
});

test("what a file can't be narrowed by is named, and the rest is asked for", () => {
  const { query, left } = narrowingOf({
    words: "dark ",
    status: ["open", "closed"],
    priority: [],
    tag: ["a"],
    author: ["1"],
    assignee: ["1", "2"],
    mine: true,
    unread: false,
    order: "time",
    earlier: true,
  });
  expect(query.toString()).toBe("status=open&status=closed&tag=a&author=1&q=dark");
  expect(left).toEqual(["assignees", "mine"]);
});
