import { describe, expect, it } from "vitest";
import { frameOfPosition, framesOf, positionOf, timecodeOf } from "..";

const of = (frame_rate: string, start_timecode = "") =>
  framesOf({ frame_rate, start_timecode, variable_frame_rate: false });

describe("a typed position", () => {
  it.each(["24000/1001", "25/1", "30000/1001", "60000/1001", "120/1"])(
    "at %s is the frame whose timecode it is",
    (rate) => {
      for (const start of ["", "01:00:00:00", "10:00:00;00", "23:59:58:00"]) {
        const frames = of(rate, start);
        for (let frame = 0; frame < 200_000; frame += 977) {
          const typed = timecodeOf(frame, frames);
          expect(frameOfPosition(typed, frames, "timecode", 0)).toBe(frame);
        }
      }
    },
  );

  it.each([
    ["105", 30],
    ["1:05", 30],
    ["1.05", 30],
    ["7", 7],
    ["1:00:00", 1500],
    ["+10", 110],
    ["-1:00", 75],
    ["01:00:00:07", 7],
    ["later", null],
    ["1:2:3:4:5", null],
    ["", null],
  ])("%j at 25 frames a second, from frame 100 on, is frame %s", (text, frame) => {
    expect(frameOfPosition(text, of("25/1", "01:00:00:00"), "timecode", 100)).toBe(frame);
  });

  it.each(["24000/1001", "24/1", "25/1", "30000/1001", "30/1", "60000/1001", "120/1"])(
    "in seconds at %s is the frame whose position it is",
    (rate) => {
      const frames = of(rate);
      for (let frame = 0; frame < 1000; frame++) {
        const shown = positionOf(frame, frames, "seconds");
        expect([shown, frameOfPosition(shown, frames, "seconds", 0)]).toEqual([shown, frame]);
      }
    },
  );

  it("that drop-frame leaves out is the next one", () => {
    expect(frameOfPosition("00:01:00;00", of("30000/1001"), "timecode", 0)).toBe(1800);
  });

  it.each([
    ["250", "frames", 250],
    ["-1", "frames", 99],
    ["2.5", "frames", null],
    ["2.5", "seconds", 62],
    ["1:10", "seconds", 1750],
    ["0.039", "seconds", 0],
    ["+0.4", "seconds", 110],
    [".", "seconds", null],
  ] as const)("%j as %s is %s", (text, display, frame) => {
    expect(frameOfPosition(text, of("25/1"), display, 100)).toBe(frame);
  });
});
