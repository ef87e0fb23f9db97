"use client";

import { useMemo, useRef } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { usePlayback } from "@/features/video-player";
import { useWidth } from "@/shared/lib/viewport";
import { part } from "@/shared/parts";
import { clustersOf } from "../lib/clusters";
import { leftOf } from "../lib/view";
import { Markers } from "./markers";
import { Overview } from "./overview";
import { Ranges } from "./ranges";
import styles from "./timeline.module.scss";
import { Track } from "./track";
import { useMediaFiles } from "./use-media-files";
import { useView } from "./use-view";

/** Who else is here is not known at the first paint. */
const People = part(() => import("./people").then((module) => module.People));

/** Markers are 28 pixels wide, more than a target must be (WCAG 2.5.8). */
const MARKER = 28;

type Props = {
  video: Video;
  feedbacks: Feedback[];
  openId: string | null;
  unread: ReadonlyMap<string, number>;
  onOpen: (feedback: Feedback) => void;
  meId: string | undefined;
};

export function Timeline({ video, feedbacks, openId, unread, onOpen, meId }: Props) {
  const { duration } = usePlayback();
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const zoom = useView(track, width);
  const { tiles, peaks } = useMediaFiles(video.sprite_vtt_url, video.peaks_url);
  const { view } = zoom;
  const clusters = useMemo(() => {
    const place = (time: number) => leftOf(Math.min(time, duration) / duration, view);
    return clustersOf(feedbacks, place, width, MARKER);
  }, [feedbacks, duration, view, width]);
  return (
    <div className={styles.timeline}>
      <Markers clusters={clusters} openId={openId} unread={unread} onOpen={onOpen} />
      <Ranges feedbacks={feedbacks} view={view} duration={duration} />
      <Track element={track} width={width} tiles={tiles} peaks={peaks} {...zoom} />
      <People videoId={video.id} view={view} meId={meId} />
      <Overview {...zoom} />
    </div>
  );
}
