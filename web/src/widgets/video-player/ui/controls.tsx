"use client";

import { ChevronLeft, ChevronRight, Maximize, Pause, Play, Repeat } from "lucide-react";
import { useTranslations } from "next-intl";
import { toggleFullScreen, usePlayback, usePlaybackValue } from "@/features/video-player";
import { IconButton } from "@/shared/ui";
import { Clock } from "./clock";
import styles from "./controls.module.scss";
import { SettingsMenu, SpeedMenu } from "./menus";
import { Volume } from "./volume";

type Props = { hasAudio: boolean; onShortcuts: () => void };

export function Controls({ hasAudio, onShortcuts }: Props) {
  const t = useTranslations("player");
  const room = useTranslations("room");
  const playback = usePlayback();
  const paused = usePlaybackValue((it) => it.paused);
  const loops = usePlaybackValue((it) => it.loops);
  return (
    <div className={styles.bar}>
      <div className={styles.group}>
        <IconButton label={t("frameBack")} keys="←" onClick={() => playback.step(-1)}>
          <ChevronLeft />
        </IconButton>
        <IconButton
          kind="primary"
          label={paused ? room("play") : room("pause")}
          keys={t("space")}
          data-testid="play-button"
          onClick={() => playback.toggle()}
        >
          {paused ? <Play fill="currentColor" /> : <Pause fill="currentColor" />}
        </IconButton>
        <IconButton label={t("frameForward")} keys="→" onClick={() => playback.step(1)}>
          <ChevronRight />
        </IconButton>
        <span className={styles.wide}>
          <IconButton
            label={t("loop")}
            keys="R"
            aria-pressed={loops}
            onClick={() => playback.setLoops(!loops)}
          >
            <Repeat />
          </IconButton>
          {hasAudio && <Volume />}
        </span>
      </div>
      <Clock />
      <div className={styles.group}>
        <span className={styles.wide}>
          <SpeedMenu />
        </span>
        <SettingsMenu hasAudio={hasAudio} onShortcuts={onShortcuts} />
        <IconButton
          label={t("fullScreen")}
          keys="F"
          onClick={() => void toggleFullScreen(playback.video)}
        >
          <Maximize />
        </IconButton>
      </div>
    </div>
  );
}
