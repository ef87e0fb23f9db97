import { describe, expect, it } from "vitest";
import { dragged, freehand, MOST_POINTS, moved, type Point, pointsUsed } from "../lib/strokes";

const STYLE = { color: "#FF0000", width: 4 };

describe("strokes", () => {
  it("are shapes in shares of the picture, and a click is none", () => {
    expect(dragged("rectangle", [0.1, 0.2], [0.5, 1.4], STYLE)).toEqual({
      type: "rectangle",
      coordinates: [0.1, 0.2, 0.5, 1],
      style: STYLE,
    });
    expect(dragged("circle", [0.1, 0.2], [0.5, 1.4], STYLE)?.coordinates).toEqual([
      0.1, 0.2, 0.5, 1.4,
    ]);
    expect(dragged("arrow", [0.1, 0.2], [0.101, 0.2], STYLE)).toBeNull();
  });

  it("by hand have the points that their form needs", () => {
    const straight: Point[] = Array.from({ length: 400 }, (_, n) => [n / 400, 0.5]);
    expect(freehand(straight, STYLE, MOST_POINTS).coordinates).toHaveLength(4);
    const bent: Point[] = Array.from({ length: 400 }, (_, n) => [
      n / 400,
      0.5 + Math.sin(n / 20) / 4,
    ]);
    const { coordinates } = freehand(bent, STYLE, MOST_POINTS);
    expect(coordinates.length).toBeGreaterThan(40);
    expect(coordinates.length).toBeLessThan(400);
    expect(coordinates.slice(0, 2)).toEqual([0, 0.5]);
  });

  it("by hand have no more points than are left", () => {
    const wild: Point[] = Array.from({ length: 5000 }, (_, n) => [
      (n * 0.317) % 1,
      (n * 0.711) % 1,
    ]);
    const shape = freehand(wild, STYLE, 300);
    expect(pointsUsed([shape])).toBeLessThanOrEqual(300);
  });

  it("are moved, but not out of the picture", () => {
    const shape = { type: "arrow" as const, coordinates: [0.2, 0.2, 0.6, 0.4], style: STYLE };
    expect(moved(shape, 0.1, 0.1).coordinates).toEqual([0.3, 0.3, 0.7, 0.5]);
    expect(moved(shape, 0.9, -0.9).coordinates).toEqual([0.6, 0, 1, 0.2]);
  });
});
