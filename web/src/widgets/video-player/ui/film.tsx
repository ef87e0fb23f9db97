"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import type { Video } from "@/entities/video";
import { type Playback, takeOver } from "@/features/video-player";
import styles from "./film.module.scss";
import { useSource } from "./use-source";

type Props = {
  video: Video;
  playback: Playback;
  /** What tests call its element. */
  name?: string;
  /** It can't be played; `again` tries once more. */
  onFailed: (again: (() => void) | null) => void;
};

/**
 * The moving picture. While its URL is being renewed there are two elements: the second one takes
 * over when it shows what the first one does, so nothing jumps.
 */
export function Film({ video, playback, name = "video-canvas", onFailed }: Props) {
  const { urls, failed, source } = useSource(video.id);
  const tell = useEffectEvent(onFailed);
  useEffect(() => tell(failed ? () => source?.again() : null), [failed, source]);
  // The element is there before its URL, so that the poster is.
  return (urls.length ? urls : [""]).map((url, place) => (
    <Element
      key={url}
      url={url}
      video={video}
      playback={playback}
      name={name}
      waits={place > 0}
      onTaken={() => source?.takenOver()}
      onError={() => source?.refused(url)}
      onPlayable={() => source?.playable()}
    />
  ));
}

type ElementProps = Pick<Props, "video" | "playback"> & {
  name: string;
  url: string;
  /** It is the next one. */
  waits: boolean;
  onTaken: () => void;
  onError: () => void;
  onPlayable: () => void;
};

function Element({
  url,
  video,
  playback,
  name,
  waits,
  onTaken,
  onError,
  onPlayable,
}: ElementProps) {
  const element = useRef<HTMLVideoElement>(null);
  const taken = useEffectEvent(onTaken);
  useEffect(() => {
    if (!element.current) return;
    return waits ? takeOver(playback, element.current, taken) : playback.attach(element.current);
  }, [playback, waits]);
  useEffect(() => {
    const made = element.current;
    if (!made || !url) return;
    // Not by React, which would not set it again when effects run twice.
    made.src = url;
    return () => {
      // Else the browser goes on loading it.
      made.removeAttribute("src");
      made.load();
    };
  }, [url]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: files of a review have none
    <video
      ref={element}
      className={styles.film}
      hidden={waits}
      data-testid={waits ? undefined : name}
      crossOrigin="anonymous"
      playsInline
      preload="auto"
      poster={waits ? undefined : (video.poster_url ?? undefined)}
      aria-label={video.title}
      onError={onError}
      onLoadedData={onPlayable}
    />
  );
}
