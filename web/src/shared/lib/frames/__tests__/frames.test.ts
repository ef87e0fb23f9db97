import { describe, expect, it } from "vitest";
import { clockOf, frameAt, frameOfMedia, framesOf, middleOf, timecodeOf } from "..";

const of = (frame_rate: string, start_timecode = "") =>
  framesOf({ frame_rate, start_timecode, variable_frame_rate: false });

// As videos/timecode.py computes them.
describe("timecodes", () => {
  it.each([
    ["25/1", "", 0, "00:00:00:00"],
    ["25/1", "", 25 * 3661 + 7, "01:01:01:07"],
    ["24000/1001", "", 24 * 60, "00:01:00:00"],
    ["30000/1001", "", 1799, "00:00:59;29"],
    ["30000/1001", "", 1800, "00:01:00;02"],
    ["30000/1001", "", 17982, "00:10:00;00"],
    ["60000/1001", "", 3600, "00:01:00;04"],
    ["30000/1001", "01:00:00:00", 1800, "01:01:00:00"],
    ["30000/1001", "01:00:00;00", 0, "01:00:00;00"],
    ["25/1", "23:59:59:24", 1, "00:00:00:00"],
    ["120/1", "", 121, "00:00:01:001"],
  ])("at %s from %j frame %i is %s", (rate, start, frame, timecode) => {
    expect(timecodeOf(frame, of(rate, start))).toBe(timecode);
  });
});

describe("frames", () => {
  it.each(["24000/1001", "25/1", "30000/1001", "60000/1001"])(
    "at %s come back from their middle and from the player's clock",
    (rate) => {
      const frames = of(rate);
      for (let frame = 0; frame < 100_000; frame += 37) {
        const begins = (frame * frames.den) / frames.num;
        expect(frameAt(middleOf(frame, frames), frames)).toBe(frame);
        expect(frameAt(begins, frames)).toBe(frame);
        expect(frameOfMedia(Math.round(begins * 1e6) / 1e6, frames)).toBe(frame);
        expect(frameOfMedia(Math.round(begins * 1e3) / 1e3, frames)).toBe(frame);
        expect(frameOfMedia(middleOf(frame, frames), frames)).toBe(frame);
      }
    },
  );
});

describe("a clock", () => {
  it("has hours only where there are some", () => {
    expect([clockOf(5.9), clockOf(65), clockOf(3665)]).toEqual(["0:05", "1:05", "1:01:05"]);
  });
});
