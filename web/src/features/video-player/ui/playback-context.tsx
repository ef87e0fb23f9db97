"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Playback } from "../model/playback";

const Context = createContext<Playback | null>(null);

export function PlaybackProvider({
  playback,
  children,
}: {
  playback: Playback;
  children: ReactNode;
}) {
  return <Context value={playback}>{children}</Context>;
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
