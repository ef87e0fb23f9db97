"use client";

import { useTranslations } from "next-intl";
import { type PointerEvent, useMemo, useRef, useState } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { usePlayback, usePlaybackValue } from "@/features/video-player";
import { frameAt, timecodeOf } from "@/shared/lib/frames";
import { useWidth } from "@/shared/lib/use-width";
import { clustersOf } from "../lib/clusters";
import { tileAt } from "../lib/sprite";
import { Markers } from "./markers";
import styles from "./timeline.module.scss";
import { useMediaFiles } from "./use-media-files";

/** A marker's target is 24 pixels wide (WCAG 2.5.8). */
const MARKER = 24;

type Props = {
  video: Video;
  feedbacks: Feedback[];
  openId: string | null;
  unread: ReadonlyMap<string, number>;
  onOpen: (feedback: Feedback) => void;
};

export function Timeline({ video, feedbacks, openId, unread, onOpen }: Props) {
  const t = useTranslations("room");
  const playback = usePlayback();
  const frame = usePlaybackValue((it) => it.frame);
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const [hover, setHover] = useState<number | null>(null);
  const { tiles, peaks } = useMediaFiles(video.sprite_vtt_url, video.peaks_url);
  const { duration, count, frames } = playback;
  const clusters = useMemo(
    () => clustersOf(feedbacks, duration, width, MARKER),
    [feedbacks, duration, width],
  );

  const timeAt = (event: PointerEvent) => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / wide)) * duration;
  };
  const tile = hover === null ? undefined : tileAt(tiles, hover);
  return (
    <div className={styles.timeline}>
      <Markers clusters={clusters} openId={openId} unread={unread} onOpen={onOpen} />
      <div
        ref={track}
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
          playback.pause();
          playback.seek(frameAt(timeAt(event), frames));
        }}
        onPointerMove={(event) => {
          setHover(timeAt(event));
          if (event.buttons === 1) playback.seek(frameAt(timeAt(event), frames));
        }}
        onPointerLeave={() => setHover(null)}
      >
        <Waveform peaks={peaks} />
        <div className={styles.played} style={{ width: `${(frame / count) * 100}%` }} />
        <div className={styles.head} style={{ left: `${((frame + 0.5) / count) * 100}%` }} />
        {hover !== null && (
          <div className={styles.preview} style={{ left: clampedLeft(hover / duration, width) }}>
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
            {timecodeOf(frameAt(hover, frames), frames)}
          </div>
        )}
      </div>
    </div>
  );
}

/** Keep a preview inside of the timeline. */
function clampedLeft(share: number, width: number): string {
  const half = 84;
  return `${Math.min(Math.max(share * width, half), Math.max(half, width - half))}px`;
}

/** Pairs of the lowest and the highest value, as one path. */
function Waveform({ peaks }: { peaks: number[] }) {
  const path = useMemo(
    () => peaks.map((value, i) => `${i % 2 ? "L" : "M"}${i >> 1} ${1 - value}`).join(""),
    [peaks],
  );
  if (peaks.length === 0) return null;
  return (
    <svg
      className={styles.wave}
      viewBox={`0 0 ${peaks.length / 2} 2`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
