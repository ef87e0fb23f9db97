"use client";

import { useMemo } from "react";
import { framesOf } from "@/shared/lib/frames";
import { Playback } from "../model/playback";

type Facts = Parameters<typeof framesOf>[0] & { id: string; duration: number | null };

/** The player's state, which lasts as long as the video: not every event of the video begins anew. */
export function usePlaybackOf(video: Facts | undefined): Playback | null {
  const {
    id,
    duration,
    frame_rate,
    start_timecode = "",
    variable_frame_rate = false,
  } = video ?? {};
  return useMemo(() => {
    if (!id || !duration) return null;
    const facts = { frame_rate: frame_rate ?? null, start_timecode, variable_frame_rate };
    return new Playback(framesOf(facts), duration);
  }, [id, duration, frame_rate, start_timecode, variable_frame_rate]);
}
