"use client";

import { Volume1, Volume2, VolumeX } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePlayback, usePlaybackValue } from "@/features/video-player";
import { IconButton } from "@/shared/ui";
import styles from "./controls.module.scss";

export function Volume() {
  const t = useTranslations("player");
  const room = useTranslations("room");
  const { sound } = usePlayback();
  const muted = usePlaybackValue((it) => it.sound.muted);
  const volume = usePlaybackValue((it) => it.sound.volume);
  const Icon = muted ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  return (
    <span className={styles.volume}>
      <IconButton
        label={muted ? room("soundOn") : room("soundOff")}
        keys="M"
        onClick={() => sound.toggle()}
      >
        <Icon />
      </IconButton>
      <input
        type="range"
        className={styles.loudness}
        aria-label={t("volume")}
        aria-valuetext={`${Math.round(muted ? 0 : volume * 100)}%`}
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={(event) => sound.setVolume(event.currentTarget.valueAsNumber)}
      />
    </span>
  );
}
