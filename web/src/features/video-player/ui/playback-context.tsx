"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { Picture, type Placement } from "../model/picture";
import type { Playback } from "../model/playback";

const Context = createContext<Playback | null>(null);
const PictureContext = createContext<Picture | null>(null);

export function PlaybackProvider({
  playback,
  children,
}: {
  playback: Playback;
  children: ReactNode;
}) {
  // Another version is looked at in the same place, so this outlives a video.
  const [picture] = useState(() => new Picture());
  return (
    <Context value={playback}>
      <PictureContext value={picture}>{children}</PictureContext>
    </Context>
  );
}

export function usePlayback(): Playback {
  const playback = useContext(Context);
  if (!playback) throw new Error("PlaybackProvider is missing");
  return playback;
}

/** Something of the player, as it changes. `read` must return a plain value. */
export function usePlaybackValue<T extends string | number | boolean>(
  read: (playback: Playback) => T,
): T {
  const playback = usePlayback();
  const value = () => read(playback);
  return useSyncExternalStore(playback.subscribe, value, value);
}

export function usePicture(): Picture {
  const picture = useContext(PictureContext);
  if (!picture) throw new Error("PlaybackProvider is missing");
  return picture;
}

/** How the picture lies on its stage, as it changes. */
export function usePlacement(): Placement {
  const picture = usePicture();
  const value = () => picture.placement;
  return useSyncExternalStore(picture.subscribe, value, value);
}
