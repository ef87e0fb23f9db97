"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { usePlayback } from "@/features/video-player";
import { useShortcuts } from "@/shared/lib/shortcuts";
import { following, scrolled, type View, WHOLE, zoomed } from "../lib/view";

/** A frame need not be wider than a marker. */
const FRAME = 24;
const WHEEL = 0.002;
const STEP = 1.5;

export type Zoom = {
  view: View;
  /** Without `at`, a share of the video, the frame that is shown stays where it is. */
  zoomBy: (factor: number, at?: number) => void;
  scrollTo: (from: number) => void;
};

/** Which part of the video the timeline shows. It follows what is played. */
export function useView(element: RefObject<HTMLElement | null>, width: number): Zoom {
  const t = useTranslations("player");
  const playback = usePlayback();
  const [view, setView] = useState(WHOLE);
  const { count } = playback;
  const least = width / FRAME / count;

  const zoomBy = useCallback(
    (factor: number, at = (playback.frame + 0.5) / count) =>
      setView((now) => zoomed(now, factor, at, least)),
    [playback, count, least],
  );
  const scrollTo = useCallback(
    (from: number) => setView(({ span }) => scrolled({ from, span }, 0)),
    [],
  );
  useEffect(() => {
    let last = playback.frame;
    return playback.subscribe(() => {
      if (playback.frame === last) return;
      last = playback.frame;
      setView((now) => following(now, last / count));
    });
  }, [playback, count]);
  useWheel(element, zoomBy, (share) => setView((now) => scrolled(now, share * now.span)), view);
  const shortcuts = useMemo(
    () => [
      { keys: ["]"], label: t("timelineIn"), repeats: true, run: () => zoomBy(STEP) },
      { keys: ["["], label: t("timelineOut"), repeats: true, run: () => zoomBy(1 / STEP) },
      { keys: ["\\"], label: t("timelineWhole"), run: () => setView(WHOLE) },
    ],
    [t, zoomBy],
  );
  useShortcuts(t("timeline"), shortcuts);
  return { view, zoomBy, scrollTo };
}

/** The wheel enlarges at the pointer; sideways, or with Shift, it scrolls. */
function useWheel(
  element: RefObject<HTMLElement | null>,
  zoomBy: Zoom["zoomBy"],
  scrollBy: (share: number) => void,
  { from, span }: View,
): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, width } = target.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        scrollBy(sideways / width);
      } else {
        const at = from + (span * (event.clientX - left)) / width;
        zoomBy(Math.exp(-event.deltaY * WHEEL), at);
      }
    };
    // React's own listener is passive, so it could not keep the page from scrolling.
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element, zoomBy, scrollBy, from, span]);
}
