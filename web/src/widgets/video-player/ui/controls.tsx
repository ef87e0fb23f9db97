"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronLeft, ChevronRight, Maximize, Pause, Play, Volume2, VolumeX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { useSelector } from "react-redux";
import {
  displayChanged,
  selectDisplay,
  usePlayback,
  usePlaybackValue,
} from "@/features/video-player";
import { timecodeOf } from "@/shared/lib/frames";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton, menu } from "@/shared/ui";
import styles from "./controls.module.scss";

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];

type Props = { stage: RefObject<HTMLDivElement | null>; hasAudio: boolean };

export function Controls({ stage, hasAudio }: Props) {
  const t = useTranslations("room");
  const playback = usePlayback();
  const paused = usePlaybackValue((it) => it.paused);
  const muted = usePlaybackValue((it) => it.video?.muted ?? false);
  return (
    <div className={styles.bar}>
      <div className={styles.group}>
        <IconButton label={t("frameBack")} keys="←" onClick={() => playback.step(-1)}>
          <ChevronLeft />
        </IconButton>
        <IconButton
          kind="primary"
          label={paused ? t("play") : t("pause")}
          keys="Space"
          data-testid="play-button"
          onClick={() => playback.toggle()}
        >
          {paused ? <Play fill="currentColor" /> : <Pause fill="currentColor" />}
        </IconButton>
        <IconButton label={t("frameForward")} keys="→" onClick={() => playback.step(1)}>
          <ChevronRight />
        </IconButton>
      </div>
      <Clock />
      <div className={styles.group}>
        <Speed />
        {hasAudio && (
          <IconButton
            label={muted ? t("soundOn") : t("soundOff")}
            keys="M"
            onClick={() => {
              if (playback.video) playback.video.muted = !muted;
            }}
          >
            {muted ? <VolumeX /> : <Volume2 />}
          </IconButton>
        )}
        <IconButton
          label={t("fullScreen")}
          keys="F"
          onClick={() => {
            if (document.fullscreenElement) void document.exitFullscreen();
            else void stage.current?.requestFullscreen();
          }}
        >
          <Maximize />
        </IconButton>
      </div>
    </div>
  );
}

/** Where one is, as timecode, frame or seconds: a press changes which. */
function Clock() {
  const t = useTranslations("room");
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const frame = usePlaybackValue((it) => it.frame);
  const display = useSelector(selectDisplay);
  const { frames } = playback;
  const text = {
    timecode: (at: number) => timecodeOf(at, frames),
    frames: (at: number) => String(at),
    seconds: (at: number) => ((at * frames.den) / frames.num).toFixed(2),
  }[display];
  return (
    <button type="button" className={styles.clock} onClick={() => dispatch(displayChanged())}>
      <span className={styles.hidden}>{t(`displays.${display}`)} </span>
      <span data-testid="video-timestamp">{text(frame)}</span>
      <span className={styles.length}>{text(playback.count - 1)}</span>
    </button>
  );
}

function Speed() {
  const t = useTranslations("room");
  const playback = usePlayback();
  const speed = usePlaybackValue((it) => it.speed);
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button kind="quiet" small>
            <span className={styles.hidden}>{t("speed")} </span>
            {speed}×
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup
              value={speed}
              onValueChange={(chosen: number) => playback.setSpeed(chosen)}
            >
              {SPEEDS.map((value) => (
                <Menu.RadioItem key={value} value={value} className={menu.item}>
                  {value}×
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
