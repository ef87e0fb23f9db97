"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Video } from "@/entities/video";
import {
  Companion,
  type Comparison,
  type Playback,
  usePicture,
  usePlayback,
  usePlaybackOf,
} from "@/features/video-player";
import { Notice } from "@/shared/ui";
import { Divider } from "./divider";
import { Film } from "./film";
import styles from "./other-version.module.scss";
import { PlacedPicture } from "./stage";
import { useStageGestures } from "./use-stage-gestures";

type Props = {
  /** The version that is open. */
  video: Video;
  other: Video;
  comparison: Comparison;
};

/** The version that the open one is compared with, on a stage of its own, at the same moment. */
export function OtherVersion({ video, other, comparison }: Props) {
  const t = useTranslations("versions");
  const room = useTranslations("room");
  const { mode, offset } = comparison;
  const playback = usePlaybackOf(other);
  const companion = useCompanion(playback, offset);
  const [failed, setFailed] = useState(false);
  const [share, setShare] = useState(0.5);
  const stage = useRef<HTMLDivElement>(null);
  const picture = usePicture();
  useStageGestures(stage, undefined, (point) =>
    stage.current ? picture.mirrored(point, stage.current) : point,
  );
  return (
    <div className={styles.other} data-mode={mode} style={{ "--divider": share } as object}>
      <div ref={stage} className={styles.stage} data-testid="other-version">
        <PlacedPicture ratio={(other.width ?? 16) / (other.height ?? 9)}>
          {playback && (
            <Film
              video={other}
              playback={playback}
              name="other-canvas"
              onFailed={(again) => setFailed(again !== null)}
            />
          )}
        </PlacedPicture>
        {companion && <Beyond companion={companion} version={other.version} />}
        {failed && <Notice kind="error">{room("videoFailed")}</Notice>}
      </div>
      <span className={styles.tag} data-of="open">
        v{video.version}
      </span>
      <span className={styles.tag} data-of="other">
        v{other.version}
      </span>
      {mode === "wipe" && <Divider label={t("divider")} share={share} onChange={setShare} />}
    </div>
  );
}

function useCompanion(playback: Playback | null, offset: number): Companion | null {
  const leader = usePlayback();
  const [companion, setCompanion] = useState<Companion | null>(null);
  useEffect(() => {
    if (!playback) return;
    const made = new Companion(leader, playback);
    setCompanion(made);
    return () => made.stop();
  }, [leader, playback]);
  useEffect(() => companion?.shift(offset), [companion, offset]);
  return companion;
}

function Beyond({ companion, version }: { companion: Companion; version: number }) {
  const t = useTranslations("versions");
  const isBeyond = useSyncExternalStore(
    companion.subscribe,
    () => companion.isBeyond,
    () => false,
  );
  return isBeyond ? <p className={styles.beyond}>{t("beyond", { version })}</p> : null;
}
