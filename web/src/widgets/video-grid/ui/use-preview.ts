"use client";

import { type PointerEvent, useRef, useState } from "react";
import { fileOf, type Tile, tilesOf } from "@/shared/lib/sprite";

const NONE: Tile[] = [];

/** Which moment of a video a card shows: `time` is in seconds, null while it shows the poster. */
export function usePreview(vttUrl: string | null, duration: number | null) {
  const file = vttUrl && fileOf(vttUrl);
  const [loaded, setLoaded] = useState<{ file: string; tiles: Tile[] } | null>(null);
  const [time, setTime] = useState<number | null>(null);
  const asked = useRef<string | null>(null);
  const hasFailed = useRef(false);
  const tiles = loaded && loaded.file === file ? loaded.tiles : NONE;

  const load = () => {
    if (!vttUrl || !file || asked.current === file) return;
    asked.current = file;
    fetch(vttUrl)
      .then(async (answer) => {
        if (answer.ok) setLoaded({ file, tiles: tilesOf(await answer.text(), vttUrl) });
        else hasFailed.current = true;
      })
      .catch(() => {
        hasFailed.current = true;
      });
  };
  const show = (moment: number) => {
    load();
    setTime(moment);
  };
  const hide = () => {
    setTime(null);
    // Without previews the poster stays; the next visit asks again.
    if (hasFailed.current) asked.current = null;
    hasFailed.current = false;
  };
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
