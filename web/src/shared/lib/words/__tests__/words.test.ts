import { expect, test } from "vitest";
import { hasWords } from "..";

test("all words must be there, in any order and case", () => {
  expect(hasWords("Summer campaign, 30 s", "CAMP sum")).toBe(true);
  expect(hasWords("Summer campaign, 30 s", "camp winter")).toBe(false);
});

test("no words find everything", () => {
  expect(hasWords("여름 광고", "  ")).toBe(true);
});

test("Korean is found however its syllables are stored", () => {
  expect(hasWords("여름 광고".normalize("NFD"), "광고")).toBe(true);
});
