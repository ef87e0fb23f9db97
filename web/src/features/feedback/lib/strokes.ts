import { pointsOf, type Shape } from "@/entities/feedback";

export type Point = readonly [x: number, y: number];
type Style = Shape["style"];

/** What the API takes: docs/drawings.md */
export const MOST_SHAPES = 50;
export const MOST_POINTS = 2000;
/** A thousandth of the picture is about a pixel of 1280. */
const PIXEL = 1 / 1280;
/** A drag that is shorter than this was none. */
const SLOP = 6 * PIXEL;

/** A rectangle by its corners, a circle by centre and edge, or an arrow; null for a mere click. */
export function dragged(
  type: "rectangle" | "circle" | "arrow",
  from: Point,
  to: Point,
  style: Style,
): Shape | null {
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < SLOP) return null;
  const end = type === "circle" ? to : inside(to);
  return { type, coordinates: [...inside(from), ...end].map(rounded), style };
}

/** A freehand line with no more points than it needs, and at most `room` of them. */
export function freehand(points: readonly Point[], style: Style, room: number): Shape {
  const line = points.map(inside);
  let kept = simplified(line, PIXEL / 2);
  for (let tolerance = PIXEL; kept.length > Math.max(2, room); tolerance *= 2) {
    kept = simplified(line, tolerance);
  }
  return { type: "path", coordinates: kept.flat().map(rounded), style };
}

export const pointsUsed = (shapes: readonly Pick<Shape, "coordinates">[]): number =>
  shapes.reduce((sum, { coordinates }) => sum + Math.ceil(coordinates.length / 2), 0);

/** The shape, moved by shares of the picture, but not out of it. */
export function moved(shape: Shape, right: number, down: number): Shape {
  // A circle's second point may lie outside.
  const points = pointsOf(shape.coordinates);
  const held = shape.type === "circle" ? points.slice(0, 1) : points;
  const by = (axis: 0 | 1, wanted: number) => {
    const values = held.map((point) => point[axis]);
    return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), wanted));
  };
  const [dx, dy] = [by(0, right), by(1, down)];
  const coordinates = points.flatMap(([x, y]) => [rounded(x + dx), rounded(y + dy)]);
  return { ...shape, coordinates };
}

/** Leave out the points that lie within `tolerance` of the line between others (Douglas-Peucker). */
function simplified(points: readonly Point[], tolerance: number): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return [...points];
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let farthest = tolerance;
    let split = 0;
    for (let index = from + 1; index < to; index++) {
      const distance = distanceTo(points, index, from, to);
      if (distance > farthest) [farthest, split] = [distance, index];
    }
    if (!split) continue;
    keep.add(split);
    spans.push([from, split], [split, to]);
  }
  return points.filter((_point, index) => keep.has(index));
}

/** How far a point is from the line between two others. */
function distanceTo(points: readonly Point[], at: number, from: number, to: number): number {
  const [[x, y], [x1, y1], [x2, y2]] = [points[at], points[from], points[to]] as [
    Point,
    Point,
    Point,
  ];
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const t = length ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

const inside = ([x, y]: Point): Point => [clamped(x), clamped(y)];
const clamped = (value: number) => Math.min(1, Math.max(0, value));
const rounded = (value: number) => Math.round(value * 1e5) / 1e5;
