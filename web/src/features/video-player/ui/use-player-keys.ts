"use client";

import { useEffect } from "react";
import { usePlayback } from "./playback-context";

/** Keys of the player, wherever the focus is, but not while somebody types or is in a menu. */
export function usePlayerKeys(more: Record<string, () => void> = {}): void {
  const playback = usePlayback();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const by = event.shiftKey ? 10 : 1;
      const actions: Record<string, () => void> = {
        " ": () => playback.toggle(),
        k: () => playback.toggle(),
        j: () => playback.shuttle(-1),
        l: () => playback.shuttle(1),
        arrowleft: () => playback.step(-by),
        arrowright: () => playback.step(by),
        home: () => playback.seek(0),
        end: () => playback.seek(playback.count - 1),
        m: () => {
          if (playback.video) playback.video.muted = !playback.video.muted;
        },
        ...more,
      };
      const action = actions[event.key.toLowerCase()];
      // Space presses the button that has the focus.
      if (!action || (event.key === " " && isButton(event.target))) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [playback, more]);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [contenteditable], [role=menu], [role=dialog]") !== null;

const isButton = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("button, a, [role=button]") !== null;
