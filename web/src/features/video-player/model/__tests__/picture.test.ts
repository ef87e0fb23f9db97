import { describe, expect, it } from "vitest";
import { Picture } from "../picture";

/** A stage of 1000 × 500 at the page's corner, with a picture twice as wide as it is high. */
function picture(ratio = 2): Picture {
  const made = new Picture();
  const stage = {
    clientWidth: 1000,
    clientHeight: 500,
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 1000, height: 500 }),
  };
  made.attach(stage as HTMLElement, ratio);
  return made;
}

const rounded = ({ x, y }: { x: number; y: number }) =>
  [x, y].map((share) => Math.round(share * 1000) / 1000 + 0);

describe("the picture", () => {
  it("keeps what is under the pointer there while it is enlarged and reduced", () => {
    const it = picture();
    const pointer = { x: 700, y: 120 };
    const before = it.locate(pointer);
    for (const factor of [1.5, 2, 1.2, 0.7]) {
      it.zoomBy(factor, pointer);
      expect(rounded(it.locate(pointer))).toEqual(rounded(before));
    }
  });

  it("can't be moved out of the stage, nor be smaller than it", () => {
    const it = picture();
    it.zoomBy(2);
    it.moveBy(10_000, -10_000);
    expect(it.placement).toMatchObject({ zoom: 2, x: 0.5, y: -0.5 });
    expect(rounded(it.locate({ x: 0, y: 500 }))).toEqual([0, 1]);
    it.zoomBy(0.1);
    expect(it.placement).toEqual({ zoom: 1, x: 0, y: 0, turn: 0 });
  });

  it("that does not fill the stage's width is not moved into the rest of it", () => {
    const it = picture(0.5);
    it.zoomBy(2);
    it.moveBy(500, 0);
    expect(it.placement.x).toBe(0);
  });

  it("knows its corners when it is turned", () => {
    const it = picture();
    it.turn();
    // 500 wide and 250 high before the turn, so that it stands 500 high in the middle.
    expect(rounded(it.locate({ x: 625, y: 0 }))).toEqual([0, 0]);
    expect(rounded(it.locate({ x: 375, y: 500 }))).toEqual([1, 1]);
    it.turn();
    expect(rounded(it.locate({ x: 1000, y: 500 }))).toEqual([0, 0]);
  });
});
