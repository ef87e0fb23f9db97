import { describe, expect, it } from "vitest";
import { FeedbackSchema } from "../lib/validation";

const GOOD = {
  videoId: "01985f4e-0000-7000-8000-0000000000bb",
  timestamp: 30,
  content: "Button alignment issue",
};
const shape = {
  type: "arrow",
  coordinates: [0.1, 0.1, 0.9, 0.9],
  style: { color: "#ff0000", width: 4 },
};

describe("a feedback", () => {
  it("has a priority and no tags if nothing is said", () => {
    expect(FeedbackSchema.parse(GOOD)).toEqual({ ...GOOD, priority: "medium", tags: [] });
  });

  it.each([
    ["no text", { content: "  \n" }],
    ["too long a text", { content: "x".repeat(5001) }],
    ["a moment before the start", { timestamp: -1 }],
    ["a moment after a day", { timestamp: 86401 }],
    ["a video that is no id", { videoId: "123" }],
    ["a screenshot of another kind", { screenshot: "data:text/html;base64,AAAA" }],
    ["too many tags", { tags: Array(11).fill("x") }],
    [
      "a line of too many points",
      { drawingData: { shapes: [{ ...shape, type: "path", coordinates: Array(4002).fill(0.5) }] } },
    ],
    ["too many shapes", { drawingData: { shapes: Array(51).fill(shape) } }],
    [
      "a line of no width",
      { drawingData: { shapes: [{ ...shape, style: { color: "#fff", width: 0 } }] } },
    ],
  ])("with %s is refused", (_what, changes) => {
    expect(FeedbackSchema.safeParse({ ...GOOD, ...changes }).success).toBe(false);
  });
});
