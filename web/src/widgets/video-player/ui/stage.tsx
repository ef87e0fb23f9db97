"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { usePicture, usePlacement } from "@/features/video-player";
import styles from "./stage.module.scss";
import { useStageGestures } from "./use-stage-gestures";

type Props = {
  /** Width by height of the picture. */
  ratio: number;
  /** A click on the picture, but not the end of a drag. */
  onPicture?: (() => void) | undefined;
  /** What lies over the picture and follows it: each fills its parent. */
  children: ReactNode;
  /** What stays where it is. */
  fixed?: ReactNode;
};

/**
 * The picture and all that lies over it, enlarged, moved and turned together. A child that takes a
 * drag for itself (to draw) calls `preventDefault` on `pointerdown`, and learns where a pointer is
 * in the picture from `usePicture().locate`.
 */
export function Stage({ ratio, onPicture, children, fixed }: Props) {
  const picture = usePicture();
  const { zoom } = usePlacement();
  const stage = useRef<HTMLDivElement>(null);
  useStageGestures(stage, onPicture);
  useEffect(
    () => (stage.current ? picture.attach(stage.current, ratio) : undefined),
    [picture, ratio],
  );
  return (
    <div ref={stage} className={styles.stage} data-zoomed={zoom > 1 || undefined}>
      <PlacedPicture ratio={ratio} data-testid="picture">
        {children}
      </PlacedPicture>
      {fixed}
    </div>
  );
}

type PlacedProps = { ratio: number; children: ReactNode; "data-testid"?: string };

/** As large as the picture on its stage, enlarged, moved and turned as the room's picture is. */
export function PlacedPicture({ ratio, children, ...props }: PlacedProps) {
  const { zoom, x, y, turn } = usePlacement();
  return (
    <div
      {...props}
      className={styles.picture}
      data-turned={turn % 180 === 90 || undefined}
      style={
        {
          "--ratio": ratio,
          transform: `translate(${x * 100}cqw, ${y * 100}cqh) rotate(${turn}deg) scale(${zoom})`,
        } as object
      }
    >
      {children}
    </div>
  );
}
