"use client";

import { useTranslations } from "next-intl";
import { type PointerEvent, type RefObject, useRef, useState } from "react";
import { usePlayback, usePlaybackValue } from "@/features/video-player";
import { frameAt, timecodeOf } from "@/shared/lib/frames";
import { type Tile, tileAt } from "@/shared/lib/sprite";
import { useOwnTouches } from "@/shared/lib/viewport";
import { leftOf, type View } from "../lib/view";
import styles from "./track.module.scss";
import type { Zoom } from "./use-view";
import { Waveform } from "./waveform";

type Props = Zoom & {
  element: RefObject<HTMLDivElement | null>;
  width: number;
  tiles: Tile[];
  peaks: number[];
};

/** The line on which one sees and chooses the frame. */
export function Track({ element, width, tiles, peaks, view, zoomBy }: Props) {
  const t = useTranslations("room");
  const playback = usePlayback();
  const frame = usePlaybackValue((it) => it.frame);
  const [hover, setHover] = useState<number | null>(null);
  const fingers = useRef(new Map<number, number>());
  const { duration, count, frames } = playback;
  useOwnTouches(element);

  const shareAt = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width: wide } = currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, view.from + (view.span * (clientX - left)) / wide));
  };
  const onPointerMove = (event: PointerEvent) => {
    const share = shareAt(event);
    setHover(share);
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) return;
    fingers.current.set(event.pointerId, event.clientX);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) playback.seek(frameAt(share * duration, frames));
    else if (before !== other) zoomBy(Math.abs((event.clientX - other) / (before - other)), share);
  };
  const onUp = (event: PointerEvent) => fingers.current.delete(event.pointerId);
  return (
    <div
      ref={element}
      className={styles.track}
      data-testid="timeline"
      role="slider"
      tabIndex={0}
      aria-label={t("timeline")}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={frame}
      aria-valuetext={timecodeOf(frame, frames)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, event.clientX);
        playback.pause();
        playback.seek(frameAt(shareAt(event) * duration, frames));
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
      onPointerLeave={() => setHover(null)}
    >
      <div className={styles.inside}>
        <Waveform peaks={peaks} view={view} width={width} />
        <div className={styles.played} style={{ width: percent(frame / count, view) }} />
        <InOut view={view} />
        <div className={styles.head} style={{ left: percent((frame + 0.5) / count, view) }} />
      </div>
      {hover !== null && <Preview share={hover} view={view} width={width} tiles={tiles} />}
    </div>
  );
}

/** A place on the timeline, no farther than its ends. */
const percent = (share: number, view: View): string =>
  `${Math.min(101, Math.max(-1, leftOf(share, view)))}%`;

/** What lies outside of in and out is dark. */
function InOut({ view }: { view: View }) {
  const { count } = usePlayback();
  const from = usePlaybackValue((it) => it.range.from ?? -1);
  const to = usePlaybackValue((it) => it.range.to ?? -1);
  return (
    <>
      {from >= 0 && (
        <div className={styles.before} style={{ width: percent(from / count, view) }} />
      )}
      {to >= 0 && (
        <div className={styles.after} style={{ left: percent((to + 1) / count, view) }} />
      )}
    </>
  );
}

type PreviewProps = { share: number; view: View; width: number; tiles: Tile[] };

function Preview({ share, view, width, tiles }: PreviewProps) {
  const { duration, frames } = usePlayback();
  const tile = tileAt(tiles, share * duration);
  // Inside of the timeline, also at its ends.
  const half = (tile?.width ?? 80) / 2 + 4;
  const left = (leftOf(share, view) / 100) * width;
  return (
    <div
      className={styles.preview}
      style={{ left: Math.min(Math.max(left, half), Math.max(half, width - half)) }}
    >
      {tile && (
        <div
          className={styles.tile}
          style={{
            width: tile.width,
            height: tile.height,
            backgroundImage: `url("${tile.url}")`,
            backgroundPosition: `-${tile.x}px -${tile.y}px`,
          }}
        />
      )}
      {timecodeOf(frameAt(share * duration, frames), frames)}
    </div>
  );
}
