"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { useSelector } from "react-redux";
import { drawingSize, type Shape, ShapeView } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import {
  moved,
  type Point,
  selectForm,
  selectOpenDraft,
  shapeSelected,
  shapesChanged,
} from "@/features/feedback";
import { useAppDispatch } from "@/shared/lib/store";
import styles from "./drawing-layer.module.scss";
import { TextInput } from "./text-input";
import { useDrawingKeys } from "./use-drawing-keys";
import { useStroke } from "./use-stroke";

/** How far a key moves a shape, in shares of the picture. */
const STEP = 0.01;
const STEPS: Record<string, Point> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};
const NOTHING: Shape[] = [];
type State = Parameters<typeof selectOpenDraft>[0];

/** What one draws on, over the picture of a video. */
export function DrawingLayer({ video }: { video: Video }) {
  const t = useTranslations("give");
  const dispatch = useAppDispatch();
  const shapes = useSelector((state: State) => selectOpenDraft(state, video.id))?.shapes ?? NOTHING;
  const { pen, selected } = useSelector(selectForm);
  const [textAt, setTextAt] = useState<Point | null>(null);
  const { w, h } = drawingSize(video.width ?? 16, video.height ?? 9);
  const change = (next: Shape[]) => dispatch(shapesChanged(next));
  const stroke = useStroke({
    pen,
    shapes,
    onShapes: change,
    onSelect: (index) => dispatch(shapeSelected(index)),
    onText: setTextAt,
  });
  useDrawingKeys(stroke.cancel);
  const selects = pen.tool === "select";

  function shapeKey(event: KeyboardEvent, index: number): void {
    const step = STEPS[event.key];
    const shape = shapes[index];
    if (!step || !shape) return;
    event.preventDefault();
    event.stopPropagation();
    change(shapes.with(index, moved(shape, ...step)));
  }
  function write(text: string): void {
    if (text && textAt) {
      const style = { color: pen.color, width: pen.width };
      change([...shapes, { type: "text", coordinates: [...textAt], style, text }]);
    }
    setTextAt(null);
  }

  return (
    <div className={styles.layer}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG is no fieldset */}
      <svg
        className={styles.canvas}
        viewBox={`0 0 ${w} ${h}`}
        role="group"
        tabIndex={-1}
        aria-label={t("canvas")}
        data-testid="screenshot-canvas"
        data-tool={pen.tool}
        {...stroke.handlers}
      >
        {stroke.preview.map((shape, index) => (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: a shape has no name but its place
            key={index}
            className={styles.shape}
            data-shape={index}
            data-selected={selected === index || undefined}
            {...(selects && {
              role: "button",
              tabIndex: 0,
              "aria-label": t("shape", { kind: t(`tools.${shape.type}`), number: index + 1 }),
              "aria-pressed": selected === index,
              onFocus: () => dispatch(shapeSelected(index)),
              onKeyDown: (event: KeyboardEvent) => shapeKey(event, index),
            })}
          >
            <ShapeView shape={shape} w={w} h={h} />
            {selects && (
              <g className={styles.grip}>
                <ShapeView shape={wider(shape)} w={w} h={h} />
              </g>
            )}
          </g>
        ))}
      </svg>
      {textAt && (
        <TextInput
          at={textAt}
          pen={pen}
          width={w}
          onDone={write}
          onCancel={() => setTextAt(null)}
        />
      )}
    </div>
  );
}

/** A line is thinner than a fingertip. */
const wider = (shape: Shape): Shape =>
  shape.type === "text"
    ? shape
    : { ...shape, style: { ...shape.style, width: shape.style.width + 24 } };
