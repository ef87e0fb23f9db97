"use client";

import { type PointerEvent, useRef, useState } from "react";
import { type Tile, tilesOf } from "@/shared/lib/sprite";

/** Which moment of a video a card shows: `time` is in seconds, null while it shows the poster. */
export function usePreview(vttUrl: string | null, duration: number | null) {
  const [tiles, setTiles] = useState<Tile[]>([]);
  const [time, setTime] = useState<number | null>(null);
  const asked = useRef(false);

  const load = () => {
    if (!vttUrl || asked.current) return;
    asked.current = true;
    fetch(vttUrl)
      .then(async (answer) => answer.ok && setTiles(tilesOf(await answer.text(), vttUrl)))
      // Without previews the poster stays; the next time asks again.
      .catch(() => {
        asked.current = false;
      });
  };
  const show = (moment: number) => {
    load();
    setTime(moment);
  };
  const hide = () => setTime(null);
  const can = vttUrl !== null && duration !== null && duration > 0;

  /** For what lies under the mouse. A finger scrolls there: it has the slider. */
  const hover = {
    onPointerMove: ({ pointerType, currentTarget, clientX }: PointerEvent) => {
      if (!can || pointerType !== "mouse") return;
      const { left, width } = currentTarget.getBoundingClientRect();
      show(Math.min(1, Math.max(0, (clientX - left) / width)) * duration);
    },
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === "mouse" && hide(),
  };
  return { can, tiles, time, load, show, hide, hover };
}
