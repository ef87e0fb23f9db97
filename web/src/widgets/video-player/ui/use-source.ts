"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { usePlayback } from "@/features/video-player";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";

/** Ask for the next URL so long before the last one ends. */
const EARLY_MS = 5 * 60_000;
const TRIES = 3;

/**
 * Gives the player its signed URL, and another one before that expires: the picture stays where it
 * is. `failed` says that the video can't be played.
 */
export function useSource(videoId: string) {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const element = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const video = element.current;
    if (!video) return;
    let timer = 0;
    let failures = 0;
    let left = false;

    async function renew(): Promise<void> {
      const ask = api.endpoints.getPlayback.initiate(
        { id: videoId },
        { forceRefetch: true, subscribe: false },
      );
      const { data } = await dispatch(ask);
      if (left || !video) return;
      if (!data) return again();
      const wait = Date.parse(data.expires_at) - Date.now() - EARLY_MS;
      clearTimeout(timer);
      timer = window.setTimeout(() => void renew(), Math.max(60_000, wait));
      const { paused } = playback;
      video.src = data.url;
      if (!paused) void playback.play();
    }
    function again(): void {
      failures += 1;
      if (failures >= TRIES) setFailed(true);
      else timer = window.setTimeout(() => void renew(), 1000 * 2 ** failures);
    }
    const onError = () => video.src && again();
    const onData = () => {
      failures = 0;
      setFailed(false);
    };
    video.addEventListener("error", onError);
    video.addEventListener("loadeddata", onData);
    void renew();
    return () => {
      left = true;
      clearTimeout(timer);
      video.removeEventListener("error", onError);
      video.removeEventListener("loadeddata", onData);
      video.removeAttribute("src");
      video.load();
    };
  }, [dispatch, playback, videoId]);

  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      element.current = video;
      if (!video) return;
      const detach = playback.attach(video);
      return () => {
        detach();
        element.current = null;
      };
    },
    [playback],
  );
  return { attach, failed };
}
