import { afterEach, expect, it, vi } from "vitest";
import { forget, keep, kept, keptUnder } from "../device";

afterEach(() => vi.unstubAllGlobals());

it.each(["getItem", "setItem", "removeItem"])(
  "a storage whose %s throws breaks nothing",
  (name) => {
    const refuse = () => {
      throw new DOMException("full or forbidden", "QuotaExceededError");
    };
    const working = { getItem: () => "1", setItem: () => undefined, removeItem: () => undefined };
    vi.stubGlobal("localStorage", { ...working, [name]: refuse });

    expect(keep("sound", { volume: 1 })).toBe(name !== "setItem");
    expect(kept("sound", 2)).toBe(name === "getItem" ? 2 : 1);
    expect(() => forget("sound")).not.toThrow();
  },
);

it("a page without a storage has what it was given", () => {
  vi.stubGlobal("localStorage", undefined);

  expect([kept("sound", 2), keep("sound", 1), keptUnder("draft:")]).toEqual([2, false, []]);
});

it("something that can't be read does not hide the rest", () => {
  const broken = { "draft:1": "{", "draft:2": '"text"', other: "1" };
  const read = { getItem: (key: keyof typeof broken) => broken[key] };
  vi.stubGlobal(
    "localStorage",
    Object.defineProperties({ ...broken }, { getItem: { value: read.getItem } }),
  );

  expect(keptUnder("draft:")).toEqual(["text"]);
});
