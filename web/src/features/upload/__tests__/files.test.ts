import { expect, it } from "vitest";
import { fits, nameOf } from "../lib/files";

const LETTERS = "한글 é.mp4";
const apart = new File(["1234"], LETTERS.normalize("NFD"), { lastModified: 5 });
const known = { filename: LETTERS.normalize("NFC"), size: 4, lastModified: 5 };

it("names a file alike, however its system writes the letters", () => {
  expect(nameOf(apart)).toBe(LETTERS.normalize("NFC"));
});

it("knows a file again, and no other", () => {
  expect(fits(apart, known)).toBe(true);
  expect(fits(apart, { ...known, filename: LETTERS.normalize("NFD"), lastModified: null })).toBe(
    true,
  );
  expect(fits(apart, { ...known, size: 5 })).toBe(false);
  expect(fits(apart, { ...known, lastModified: 6 })).toBe(false);
  expect(fits(apart, { ...known, filename: "other.mp4" })).toBe(false);
});
