"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Shortcut, useShortcuts } from "@/shared/lib/shortcuts";
import { useAppDispatch } from "@/shared/lib/store";
import { toggleFullScreen } from "../lib/full-screen";
import type { Picture } from "../model/picture";
import type { Playback } from "../model/playback";
import { chooseDisplay, drawingsToggled, overlayToggled } from "../model/slice";
import { usePicture, usePlayback } from "./playback-context";

type Name = Parameters<ReturnType<typeof useTranslations<"player">>>[0];
type Entry = [name: Name, keys: string[], run: () => void, repeats?: "repeats"];

const PAN = 60;

/** The keys of the player, which work wherever the focus is. */
export function usePlayerShortcuts(): void {
  const t = useTranslations("player");
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const picture = usePicture();
  const named = useMemo(
    () =>
      (entries: Entry[]): Shortcut[] =>
        entries.map(([name, keys, run, repeats]) => ({
          label: t(name),
          keys,
          run,
          repeats: repeats !== undefined,
        })),
    [t],
  );
  const playing = useMemo(() => named(playingOf(playback)), [named, playback]);
  const looking = useMemo(
    () =>
      named([
        ...pictureOf(picture),
        ["safeAreas", ["Shift+A"], () => dispatch(overlayToggled("safe"))],
        ["thirds", ["Shift+G"], () => dispatch(overlayToggled("thirds"))],
        ["drawings", ["D"], () => dispatch(drawingsToggled())],
        ["nextDisplay", ["T"], () => dispatch(chooseDisplay())],
        ["fullScreen", ["F"], () => void toggleFullScreen(playback.video)],
      ]),
    [named, picture, playback, dispatch],
  );
  useShortcuts(t("playing"), playing);
  useShortcuts(t("looking"), looking);
}

function playingOf(playback: Playback): Entry[] {
  const { sound } = playback;
  return [
    ["playPause", ["Space"], () => playback.toggle()],
    ["stop", ["K"], () => playback.pause()],
    ["shuttleForward", ["L"], () => playback.shuttle(1)],
    ["shuttleBack", ["J"], () => playback.shuttle(-1)],
    ["slowForward", ["Shift+L"], () => playback.shuttle(1, true)],
    ["slowBack", ["Shift+J"], () => playback.shuttle(-1, true)],
    ["frameForward", ["ArrowRight", "K+L"], () => playback.step(1), "repeats"],
    ["frameBack", ["ArrowLeft", "K+J"], () => playback.step(-1), "repeats"],
    ["tenForward", ["Shift+ArrowRight", "PageUp"], () => playback.step(10), "repeats"],
    ["tenBack", ["Shift+ArrowLeft", "PageDown"], () => playback.step(-10), "repeats"],
    ["toStart", ["Home"], () => playback.seek(0)],
    ["toEnd", ["End"], () => playback.seek(playback.count - 1)],
    ["in", ["I"], () => playback.setRange({ from: playback.frame })],
    ["out", ["O"], () => playback.setRange({ to: playback.frame })],
    ["clearRange", ["X"], () => playback.setRange({ from: null, to: null })],
    ["loop", ["R"], () => playback.setLoops(!playback.loops)],
    ["mute", ["M"], () => sound.toggle()],
    ["louder", ["ArrowUp"], () => sound.setVolume(sound.volume + 0.1), "repeats"],
    ["quieter", ["ArrowDown"], () => sound.setVolume(sound.volume - 0.1), "repeats"],
  ];
}

function pictureOf(picture: Picture): Entry[] {
  return [
    ["zoomIn", ["+", "="], () => picture.zoomBy(1.25), "repeats"],
    ["zoomOut", ["-"], () => picture.zoomBy(0.8), "repeats"],
    ["whole", ["0"], () => picture.reset()],
    ["panLeft", ["Alt+ArrowLeft"], () => picture.moveBy(PAN, 0), "repeats"],
    ["panRight", ["Alt+ArrowRight"], () => picture.moveBy(-PAN, 0), "repeats"],
    ["panUp", ["Alt+ArrowUp"], () => picture.moveBy(0, PAN), "repeats"],
    ["panDown", ["Alt+ArrowDown"], () => picture.moveBy(0, -PAN), "repeats"],
    ["turn", ["Shift+R"], () => picture.turn()],
  ];
}
