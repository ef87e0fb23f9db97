"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useSelector } from "react-redux";
import {
  chooseDisplay,
  selectDisplay,
  usePlayback,
  usePlaybackValue,
} from "@/features/video-player";
import { frameOfPosition, positionOf } from "@/shared/lib/frames";
import { useShortcuts } from "@/shared/lib/shortcuts";
import { useAppDispatch } from "@/shared/lib/store";
import { Hint } from "@/shared/ui";
import styles from "./clock.module.scss";

/** Where one is. A press on it lets one type where to go; the button beside changes how it is written. */
export function Clock() {
  const t = useTranslations("player");
  const room = useTranslations("room");
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const frame = usePlaybackValue((it) => it.frame);
  const display = useSelector(selectDisplay);
  const [typing, setTyping] = useState(false);
  const { frames, count } = playback;
  const shortcuts = useMemo(
    () => [{ keys: ["G"], label: t("goTo"), run: () => setTyping(true) }],
    [t],
  );
  useShortcuts(t("playing"), shortcuts);
  return (
    <div className={styles.clock}>
      {typing ? (
        <Typed onEnd={() => setTyping(false)} />
      ) : (
        <Hint label={t("goTo")} keys="G">
          <button type="button" className={styles.position} onClick={() => setTyping(true)}>
            <span className={styles.hidden}>{t("goTo")}: </span>
            <span data-testid="video-timestamp">{positionOf(frame, frames, display)}</span>
          </button>
        </Hint>
      )}
      <span className={styles.length}>{positionOf(count - 1, frames, display)}</span>
      <Hint label={t("nextDisplay")} keys="T">
        <button
          type="button"
          className={styles.unit}
          aria-label={room(`displays.${display}`)}
          onClick={() => dispatch(chooseDisplay())}
        >
          {t(`units.${display}`)}
        </button>
      </Hint>
    </div>
  );
}

/** Whoever asked for the field wants to type over it. With `autoFocus` Firefox selected nothing. */
function takeOver(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}

/** A position that is being typed: Enter goes there, Escape stays. */
function Typed({ onEnd }: { onEnd: () => void }) {
  const t = useTranslations("player");
  const playback = usePlayback();
  const display = useSelector(selectDisplay);
  const [start] = useState(() => positionOf(playback.frame, playback.frames, display));
  const [wrong, setWrong] = useState(false);
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") onEnd();
    if (event.key !== "Enter") return;
    const { value } = event.currentTarget;
    const frame = frameOfPosition(value, playback.frames, display, playback.frame);
    if (frame === null) return setWrong(true);
    playback.pause();
    playback.seek(frame);
    onEnd();
  };
  return (
    <input
      // Its width is that of what it replaces.
      size={start.length}
      className={clsx(styles.position, styles.typed)}
      defaultValue={start}
      aria-label={t("goTo")}
      aria-description={t("goToHelp")}
      aria-invalid={wrong}
      inputMode="text"
      autoComplete="off"
      ref={takeOver}
      onChange={() => setWrong(false)}
      onBlur={onEnd}
      onKeyDown={onKey}
    />
  );
}
