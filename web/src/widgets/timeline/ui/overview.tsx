"use client";

import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type PointerEvent, useRef } from "react";
import { useOwnTouches } from "@/shared/lib/viewport";
import { IconButton } from "@/shared/ui";
import styles from "./overview.module.scss";
import type { Zoom } from "./use-view";

const STEP = 2;

/** Which part of the video the timeline shows, and how much of it. */
export function Overview({ view, zoomBy, scrollTo }: Zoom) {
  const t = useTranslations("player");
  const bar = useRef<HTMLDivElement>(null);
  useOwnTouches(bar);
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    scrollTo((event.clientX - left) / width - view.span / 2);
  };
  return (
    <div className={styles.overview}>
      {/* A pointer's way to scroll; the keyboard's is to move the frame, which the view follows. */}
      <div
        ref={bar}
        className={styles.bar}
        data-testid="timeline-view"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
      >
        {view.span < 1 && (
          <div
            className={styles.part}
            style={{ left: `${view.from * 100}%`, width: `${view.span * 100}%` }}
          />
        )}
      </div>
      <IconButton small label={t("timelineOut")} keys="[" onClick={() => zoomBy(1 / STEP)}>
        <Minus />
      </IconButton>
      <IconButton small label={t("timelineIn")} keys="]" onClick={() => zoomBy(STEP)}>
        <Plus />
      </IconButton>
    </div>
  );
}
