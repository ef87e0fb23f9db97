import { describe, expect, it } from "vitest";
import { comparisonOf, OFFSET_MOST, withComparison } from "../comparison";
import { paceFor } from "../pace";

const of = (text: string) => comparisonOf(new URLSearchParams(text));

describe("a comparison in the address", () => {
  it("is read as it was written, and leaves other parameters alone", () => {
    const wanted = { videoId: "v1", mode: "wipe", offset: -3 } as const;
    const query = withComparison(new URLSearchParams("q=light&mode=side"), wanted);
    expect(comparisonOf(query)).toEqual(wanted);
    expect(withComparison(query, null).toString()).toBe("q=light");
  });

  it("is none without a version, and what makes no sense is as usual", () => {
    expect(of("mode=wipe&offset=2")).toBeNull();
    const usual = { videoId: "v1", mode: "side", offset: 0 };
    for (const odd of ["mode=cube", "offset=1.5", "offset=x", `offset=${OFFSET_MOST + 1}`]) {
      expect(of(`compare=v1&${odd}`)).toEqual(usual);
    }
  });
});

describe("the pace of the other version", () => {
  const FRAME = 0.04;

  it("is the usual one within a quarter of a frame", () => {
    expect(paceFor(0.01, 1, FRAME)).toBe(1);
    expect(paceFor(-0.01, 1, FRAME)).toBe(1);
  });

  it("is a little faster behind and slower ahead, with a limit", () => {
    expect(paceFor(0.05, 1, FRAME)).toBeCloseTo(1.1);
    expect(paceFor(-0.05, 1, FRAME)).toBeCloseTo(0.9);
    expect(paceFor(0.29, 1, FRAME)).toBe(1.25);
  });

  it("is a jump when it is far away, in seconds of watching", () => {
    expect(paceFor(0.4, 1, FRAME)).toBe("jump");
    expect(paceFor(-0.4, 1, FRAME)).toBe("jump");
    expect(paceFor(0.4, 2, FRAME)).toBe(1.25);
  });
});
