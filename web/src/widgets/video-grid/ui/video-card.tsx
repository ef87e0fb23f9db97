"use client";

import { clsx } from "clsx";
import { CircleAlert, CloudUpload, Film, Layers, LoaderCircle, MessageSquare } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import type { Stack, Video } from "@/entities/video";
import { selectUploadOfVideo, type Upload, type UploadsRoot } from "@/features/upload";
import { api } from "@/shared/api";
import { clockOf } from "@/shared/lib/frames";
import { Progress } from "@/shared/ui";
import { CardMenu } from "./card-menu";
import { Preview } from "./preview";
import { usePreview } from "./use-preview";
import styles from "./video-card.module.scss";
import type { Asked } from "./video-dialogs";

type Props = {
  stack: Stack;
  /** Of all its versions. */
  openFeedback: number;
  mayChange: boolean;
  isDropTarget: boolean;
  onAsk: (asked: Asked) => void;
};

export function VideoCard({ stack, openFeedback, mayChange, isDropTarget, onAsk }: Props) {
  const t = useTranslations("videos");
  // Its address ends after a while, and a page may stay open for days.
  const [readAgain] = api.useLazyGetVideoQuery();
  const { newest, versions, playable } = stack;
  const { title, version, stack_id, project_id, duration, status, review_status } = newest;
  const shown = playable ?? newest;
  const preview = usePreview(shown.sprite_vtt_url, shown.duration);
  const body = (
    <>
      <span className={styles.poster}>
        {shown.poster_url ? (
          <img
            src={shown.poster_url}
            alt=""
            loading="lazy"
            onError={() => void readAgain({ id: shown.id })}
          />
        ) : (
          <Film aria-hidden="true" />
        )}
        {status === "ready" && duration !== null && (
          <span className={styles.length}>{clockOf(duration)}</span>
        )}
        <Condition video={newest} />
      </span>
      <span className={styles.text}>
        <strong title={title}>{title}</strong>
        <span className={styles.facts}>
          <span className={styles.version}>
            {versions.length > 1 && <Layers aria-hidden="true" />}
            {t("version", { version })}
          </span>
          {status === "ready" && (
            <span className={styles.review} data-review={review_status}>
              {t(`reviews.${review_status}`)}
            </span>
          )}
          {openFeedback > 0 && (
            <span className={styles.open} data-testid="open-feedback">
              <MessageSquare aria-hidden="true" />
              {t("openFeedback", { count: openFeedback })}
            </span>
          )}
        </span>
      </span>
    </>
  );
  return (
    <article
      className={clsx(styles.card, isDropTarget && styles.target)}
      data-drop-target={mayChange ? stack_id : undefined}
      data-testid="video-card"
    >
      {playable ? (
        <Link
          href={`/projects/${project_id}/videos/${playable.id}`}
          className={styles.link}
          {...preview.hover}
        >
          {body}
        </Link>
      ) : (
        <div className={styles.link}>{body}</div>
      )}
      {preview.can && newest.status === "ready" && (
        <Preview video={shown} duration={shown.duration ?? 0} preview={preview} />
      )}
      {mayChange && (
        <CardMenu stack={stack} onAsk={(what) => onAsk({ stack, openFeedback, what })} />
      )}
      {isDropTarget && (
        <div className={styles.drop}>
          <Layers aria-hidden="true" />
          {t("dropVersion", { version: version + 1 })}
        </div>
      )}
    </article>
  );
}

/** What is going on with a version that is not ready, over its picture. */
function Condition({ video }: { video: Video }) {
  const t = useTranslations("videos");
  const upload = useSelector((state: UploadsRoot) => selectUploadOfVideo(state, video.id));
  const { title, progress, failure } = video;
  if (video.status === "ready") return null;
  if (video.status === "failed") {
    return (
      <span className={clsx(styles.condition, styles.failed)}>
        <Line icon={<CircleAlert />}>{t("failed")}</Line>
        <span>{failure}</span>
        <span>{t("failedHelp")}</span>
      </span>
    );
  }
  if (video.status === "processing") {
    return (
      <span className={styles.condition}>
        <Line icon={<LoaderCircle className={styles.turning} />}>
          {progress > 0 ? t("processing", { percent: progress }) : t("queued")}
        </Line>
        <Progress label={t("processingOf", { title })} percent={progress} />
      </span>
    );
  }
  return (
    <span className={styles.condition}>
      <Line icon={<CloudUpload />}>{uploadText(t, upload)}</Line>
      {upload && <Progress label={t("uploadOf", { title })} percent={percentOf(upload)} />}
    </span>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={styles.line}>
      <span aria-hidden="true">{icon}</span>
      <strong>{children}</strong>
    </span>
  );
}

const percentOf = ({ sent, size }: Upload) => Math.floor((100 * sent) / size);

function uploadText(t: ReturnType<typeof useTranslations<"videos">>, upload: Upload | undefined) {
  if (!upload) return t("uploadElsewhere");
  if (upload.stage === "file-needed" || upload.stage === "failed") return t("uploadInterrupted");
  return upload.stalled ? t("uploadStalled") : t("uploading", { percent: percentOf(upload) });
}
