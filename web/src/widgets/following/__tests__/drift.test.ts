import { describe, expect, it } from "vitest";
import { catchUp, positionAt } from "../lib/drift";

const AT = "2026-05-01T09:30:00.000Z";
const state = { timestamp: 10, playing: true, speed: 2, pointer: null, at: AT, video_id: "v" };
const since = (seconds: number) => Date.parse(AT) + seconds * 1000;
const FRAME = 0.04;

describe("where a leader is", () => {
  it("goes on while the leader plays, in either direction", () => {
    expect(positionAt(state, since(0.5), 60)).toBe(11);
    expect(positionAt({ ...state, speed: -1 }, since(0.5), 60)).toBe(9.5);
  });

  it("stays where the leader has paused", () => {
    expect(positionAt({ ...state, playing: false }, since(3), 60)).toBe(10);
  });

  it("ends where the video does, and with what was not confirmed for long", () => {
    expect(positionAt({ ...state, timestamp: 59 }, since(3), 60)).toBe(60);
    expect(positionAt({ ...state, timestamp: 1, speed: -1 }, since(3), 60)).toBe(0);
    expect(positionAt(state, since(100), 60)).toBe(28);
  });

  it("does not go back when a clock is behind", () => {
    expect(positionAt(state, since(-1), 60)).toBe(10);
  });
});

describe("catching up", () => {
  it("leaves a player alone that is on the same frame", () => {
    expect(catchUp(0.03, 1, FRAME)).toBe(1);
    expect(catchUp(-0.03, 1, FRAME)).toBe(1);
  });

  it("plays a little faster or slower, by a tenth at most", () => {
    expect(catchUp(0.06, 1, FRAME)).toBeCloseTo(1.06);
    expect(catchUp(-0.06, 1, FRAME)).toBeCloseTo(0.94);
    expect(catchUp(0.5, 1, FRAME)).toBeCloseTo(1.1);
  });

  it("jumps where that would take long", () => {
    expect(catchUp(0.7, 1, FRAME)).toBe("jump");
    expect(catchUp(-5, 1, FRAME)).toBe("jump");
    // At four times the speed it is the same time of watching.
    expect(catchUp(2, 4, FRAME)).not.toBe("jump");
  });
});
