"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { useSelector } from "react-redux";
import { Drawing, type Feedback } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { selectDrawingsShown, usePlaybackValue } from "@/features/video-player";
import { Notice } from "@/shared/ui";
import { Controls } from "./controls";
import { Stage } from "./stage";
import { useSource } from "./use-source";
import styles from "./video-player.module.scss";

type Props = {
  video: Video;
  /** Whose drawing is shown while its frame is on the screen. */
  feedback: Feedback | undefined;
  /** A click on the picture: give feedback here. Without it, a click plays and pauses. */
  onPicture?: (() => void) | undefined;
  /** What lies over the picture and follows it: each fills its parent. */
  children?: ReactNode;
};

/** The picture and the controls below it. */
export function VideoPlayer({ video, feedback, onPicture, children }: Props) {
  const t = useTranslations("room");
  const surface = useRef<HTMLDivElement>(null);
  const { attach, failed } = useSource(video.id);
  const paused = usePlaybackValue((playback) => playback.paused);
  const shown = usePlaybackValue((playback) => playback.shown);
  const wantsDrawings = useSelector(selectDrawingsShown);
  const { width, height } = { width: video.width ?? 16, height: video.height ?? 9 };
  const shapes = feedback?.drawing_data.shapes ?? [];
  const isAtFeedback = feedback !== undefined && feedback.frame === shown;
  return (
    <section
      className={styles.player}
      aria-label={t("player")}
      data-testid={paused ? "video-paused" : "video-playing"}
    >
      <div className={styles.surface} ref={surface}>
        <Stage
          ratio={width / height}
          onPicture={onPicture}
          fixed={
            failed && (
              <div className={styles.failed}>
                <Notice kind="error">{t("videoFailed")}</Notice>
              </div>
            )
          }
        >
          {/* biome-ignore lint/a11y/useMediaCaption: files of a review have none */}
          <video
            ref={attach}
            className={styles.video}
            data-testid="video-canvas"
            crossOrigin="anonymous"
            playsInline
            preload="auto"
            poster={video.poster_url ?? undefined}
            aria-label={video.title}
          />
          {wantsDrawings && isAtFeedback && shapes.length > 0 && (
            <Drawing shapes={shapes} width={width} height={height} />
          )}
          {children}
        </Stage>
      </div>
      <Controls stage={surface} hasAudio={video.has_audio !== false} />
    </section>
  );
}
