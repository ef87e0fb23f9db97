import { type PointerEvent, useRef, useState } from "react";
import type { Shape } from "@/entities/feedback";
import {
  dragged,
  freehand,
  MOST_POINTS,
  MOST_SHAPES,
  moved,
  type Pen,
  type Point,
  pointsUsed,
} from "@/features/feedback";
import { usePicture } from "@/features/video-player";

type Options = {
  pen: Pen;
  shapes: Shape[];
  onShapes: (shapes: Shape[]) => void;
  onSelect: (index: number | null) => void;
  onText: (at: Point) => void;
};
/** What a pointer that is down does: it draws, or moves the shape with that index. */
type Stroke = { pointer: number; points: Point[]; moves: number | null };

/**
 * Turns what a pointer does over the picture into shapes: mouse, finger or pen alike. `preview` are
 * the shapes with the one that is being drawn or moved.
 */
export function useStroke({ pen, shapes, onShapes, onSelect, onText }: Options) {
  const picture = usePicture();
  const stroke = useRef<Stroke | null>(null);
  const [preview, setPreview] = useState<Shape[] | null>(null);
  const style = { color: pen.color, width: pen.width };
  const room = MOST_POINTS - pointsUsed(shapes);

  const place = (event: { clientX: number; clientY: number }): Point => {
    const { x, y } = picture.locate({ x: event.clientX, y: event.clientY });
    return [x, y];
  };

  /** The shapes as the stroke leaves them; null if it has done nothing. */
  function result({ points, moves }: Stroke): Shape[] | null {
    const [from, to] = [points[0], points.at(-1)];
    if (!from || !to) return null;
    if (moves !== null) {
      const shape = shapes[moves];
      if (!shape || from === to) return null;
      return shapes.with(moves, moved(shape, to[0] - from[0], to[1] - from[1]));
    }
    if (pen.tool === "select" || pen.tool === "text") return null;
    const shape =
      pen.tool === "path" ? freehand(points, style, room) : dragged(pen.tool, from, to, style);
    return shape && [...shapes, shape];
  }

  function down(event: PointerEvent<SVGElement>): void {
    if (stroke.current || !event.isPrimary) {
      cancel(); // a second finger enlarges the picture
      return;
    }
    if (event.button !== 0) return;
    const hit = (event.target as Element).closest<SVGElement>("[data-shape]");
    const moves = pen.tool === "select" && hit ? Number(hit.dataset.shape) : null;
    if (pen.tool === "select") onSelect(moves);
    // With nothing under the pointer, the selecting tool moves the enlarged picture.
    if (pen.tool === "select" && moves === null) return;
    event.preventDefault();
    // From now on keys are those of the drawing, such as Ctrl+Z.
    event.currentTarget.focus({ preventScroll: true });
    if (moves === null && (shapes.length >= MOST_SHAPES || room < 2)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    stroke.current = { pointer: event.pointerId, points: [place(event)], moves };
  }
  function move(event: PointerEvent<SVGElement>): void {
    if (stroke.current?.pointer !== event.pointerId) return;
    // A hand is faster than the screen.
    const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const each of between.length > 0 ? between : [event]) {
      stroke.current.points.push(place(each));
    }
    setPreview(result(stroke.current));
  }
  function up(event: PointerEvent<SVGElement>): void {
    const done = stroke.current;
    if (done?.pointer !== event.pointerId) return;
    cancel();
    const next = result(done);
    if (next) onShapes(next);
    else if (pen.tool === "text" && done.points[0]) onText(done.points[0]);
  }
  function cancel(): void {
    stroke.current = null;
    setPreview(null);
  }

  return {
    preview: preview ?? shapes,
    /** Give up what is being drawn; false if nothing is. */
    cancel: (): boolean => {
      const had = stroke.current !== null;
      cancel();
      return had;
    },
    handlers: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: cancel,
    },
  };
}
