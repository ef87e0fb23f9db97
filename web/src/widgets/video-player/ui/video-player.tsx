"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useState } from "react";
import { useSelector } from "react-redux";
import { Drawing, type Feedback } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import type { Mode } from "@/features/video-player";
import { selectDrawingsShown, usePlayback, usePlaybackValue } from "@/features/video-player";
import { Button, Notice } from "@/shared/ui";
import { Controls } from "./controls";
import { Film } from "./film";
import { Overlays } from "./overlays";
import { Stage } from "./stage";
import styles from "./video-player.module.scss";
import { ZoomMark } from "./zoom-mark";

type Props = {
  video: Video;
  /** Whose drawing is shown while its frame is on the screen. */
  feedback: Feedback | undefined;
  /** A click on the picture: give feedback here. Without it, a click plays and pauses. */
  onPicture?: (() => void) | undefined;
  onShortcuts: () => void;
  /** What lies over the picture and follows it: each fills its parent. */
  children?: ReactNode;
  /** Another version, and where it is shown. */
  other?: { mode: Mode; stage: ReactNode } | undefined;
};

/** The picture and the controls below it. */
export function VideoPlayer({ video, feedback, onPicture, onShortcuts, children, other }: Props) {
  const t = useTranslations("room");
  const playback = usePlayback();
  const paused = usePlaybackValue((it) => it.paused);
  const [again, setAgain] = useState<(() => void) | null>(null);
  const onFailed = useCallback((retry: (() => void) | null) => setAgain(() => retry), []);
  const { width, height } = { width: video.width ?? 16, height: video.height ?? 9 };
  return (
    <section
      className={styles.player}
      aria-label={t("player")}
      data-testid={paused ? "video-paused" : "video-playing"}
    >
      <div className={styles.stages} data-mode={other?.mode}>
        <Stage
          ratio={width / height}
          onPicture={onPicture}
          fixed={
            <>
              <ZoomMark />
              {again && <Failed onAgain={again} />}
            </>
          }
        >
          <Film video={video} playback={playback} onFailed={onFailed} />
          <Drawn feedback={feedback} width={width} height={height} />
          <Overlays />
          {children}
        </Stage>
        {other?.stage}
      </div>
      <Controls hasAudio={video.has_audio !== false} onShortcuts={onShortcuts} />
    </section>
  );
}

type DrawnProps = { feedback: Feedback | undefined; width: number; height: number };

/** The drawing of the open feedback, while its frame is on the screen. */
function Drawn({ feedback, width, height }: DrawnProps) {
  const shown = usePlaybackValue((playback) => playback.shown);
  const wanted = useSelector(selectDrawingsShown);
  const shapes = feedback?.drawing_data.shapes ?? [];
  if (!wanted || feedback?.frame !== shown || shapes.length === 0) return null;
  return <Drawing shapes={shapes} width={width} height={height} />;
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const t = useTranslations("room");
  return (
    <div className={styles.failed}>
      <Notice kind="error">{t("videoFailed")}</Notice>
      <Button onClick={onAgain}>{t("again")}</Button>
    </div>
  );
}
