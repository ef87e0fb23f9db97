import { arrowLine, curve, type Shape } from "../lib/shapes";
import styles from "./drawing.module.scss";

/** Widths and letters are in pixels of a picture that fits into this. docs/drawings.md */
const WIDE = 1280;
const HIGH = 720;

type Props = { shapes: Shape[]; width: number; height: number };

/** A drawing over the picture of a video of `width` × `height`; it fills its parent. */
export function Drawing({ shapes, width, height }: Props) {
  const { w, h } = drawingSize(width, height);
  return (
    <svg
      className={styles.drawing}
      viewBox={`0 0 ${w} ${h}`}
      aria-hidden="true"
      data-testid="drawing"
    >
      {shapes.map((shape, index) => (
        // A drawing never changes, so a shape's place names it.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <ShapeView key={index} shape={shape} w={w} h={h} />
      ))}
    </svg>
  );
}

/** The size of an SVG over a picture of `width` × `height`, in the unit of lines and letters. */
export function drawingSize(width: number, height: number): { w: number; h: number } {
  const scale = Math.min(WIDE / width, HIGH / height);
  return { w: width * scale, h: height * scale };
}

/** The size of letters, which grows with the line's width, as on the worker's pictures. */
export const letterSize = (width: number): number => 22 + 3 * width;

/** One shape in an SVG of `w` × `h`. */
export function ShapeView({ shape, w, h }: { shape: Shape; w: number; h: number }) {
  const { color, width } = shape.style;
  const at = shape.coordinates.map((value, index) => value * (index % 2 ? h : w));
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = at;
  const line = { stroke: color, strokeWidth: width, fill: "none" };
  switch (shape.type) {
    case "rectangle":
      return (
        <rect
          {...line}
          x={Math.min(x1, x2)}
          y={Math.min(y1, y2)}
          width={Math.abs(x2 - x1)}
          height={Math.abs(y2 - y1)}
        />
      );
    case "circle":
      return <circle {...line} cx={x1} cy={y1} r={Math.hypot(x2 - x1, y2 - y1)} />;
    case "arrow":
      return (
        <path {...line} strokeLinejoin="round" strokeLinecap="round" d={arrowLine(at, width)} />
      );
    case "path":
      return <path {...line} strokeLinejoin="round" strokeLinecap="round" d={curve(at)} />;
    case "text":
      return (
        <text x={x1} y={y1} fill={color} fontSize={letterSize(width)} dominantBaseline="hanging">
          {shape.text}
        </text>
      );
  }
}
