import type { Feedback } from "../model/slice";

/** A shape as the API has it: coordinates are fractions of the picture. docs/drawings.md */
export type Shape = Feedback["drawing_data"]["shapes"][number];
type Point = readonly [x: number, y: number];

/** The points in a list of numbers, x and y in turn. */
export function pointsOf(numbers: readonly number[]): Point[] {
  return numbers.flatMap((x, index) => (index % 2 ? [] : [[x, numbers[index + 1] ?? 0] as const]));
}

/** A line through the points, and two strokes back from its end, as the `d` of a path. */
export function arrowLine(numbers: readonly number[], width: number): string {
  const points = pointsOf(numbers);
  const [toX, toY] = points.at(-1) ?? [0, 0];
  const [fromX, fromY] = points.at(-2) ?? [0, 0];
  const angle = Math.atan2(toY - fromY, toX - fromX);
  const side = (turn: number) => {
    const length = 14 + 3 * width;
    return `M${toX} ${toY}L${toX - length * Math.cos(angle + turn)} ${toY - length * Math.sin(angle + turn)}`;
  };
  return `M${points.map((point) => point.join(" ")).join("L")}${side(0.5)}${side(-0.5)}`;
}

/**
 * A smooth line, as the `d` of a path: through the middles of the lines between the points, bent by
 * each point. The worker's pictures have the same.
 */
export function curve(numbers: readonly number[]): string {
  const points = pointsOf(numbers);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const bends = points.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? first;
    const middle = `${(fromX + x) / 2} ${(fromY + y) / 2}`;
    return index === 0 ? `L${middle}` : `Q${fromX} ${fromY} ${middle}`;
  });
  // Also a line to where it begins is drawn, as a dot.
  return `M${first.join(" ")}${bends.join("")}L${last.join(" ")}`;
}
