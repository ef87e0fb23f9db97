"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectVideo, type Video } from "@/entities/video";
import {
  cancelUpload,
  FileButton,
  giveFile,
  isClearable,
  openRemembered,
  removeUpload,
  retryUpload,
  type Upload,
  useAmounts,
} from "@/features/upload";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton, LinkButton, Progress } from "@/shared/ui";
import styles from "./upload-tray.module.scss";

type State = Parameters<typeof selectVideo>[0];

export function UploadRow({ upload }: { upload: Upload }) {
  const t = useTranslations("upload");
  const dispatch = useAppDispatch();
  const video = useSelector((state: State) => selectVideo(state, upload.videoId ?? ""));
  const { id, title, stage, problem } = upload;
  const isOver = isClearable(upload);
  const kind =
    stage === "done" ? "success" : problem ? "danger" : upload.stalled ? "muted" : "accent";
  return (
    <li className={styles.row} data-stage={stage}>
      <div className={styles.name}>
        <strong>{title}</strong>
        <IconButton
          small
          label={t(isOver ? "remove" : "cancel", { title })}
          onClick={() => dispatch(isOver ? removeUpload(id) : cancelUpload(id))}
        >
          <X />
        </IconButton>
      </div>
      {(stage !== "failed" || upload.videoId) && (
        <Progress label={t("progressOf", { title })} percent={percentOf(upload)} kind={kind} />
      )}
      <p className={styles.status} data-problem={problem || video?.failure ? "" : undefined}>
        <Status upload={upload} video={video} />
      </p>
      <Actions upload={upload} video={video} />
    </li>
  );
}

const percentOf = ({ stage, sent, size }: Upload) =>
  stage === "done" || stage === "finishing" ? 100 : (100 * sent) / size;

function Status({ upload, video }: { upload: Upload; video: Video | undefined }) {
  const t = useTranslations("upload");
  const amounts = useAmounts();
  const { stage, problem, sent, size, speed, filename } = upload;
  if (problem) {
    const own = problem.kind === "unknown" ? problem.text : "";
    return own || t(`problems.${problem.kind}`, { filename, size: amounts.bytes(size) });
  }
  if (upload.stalled) return t("stages.stalled");
  if (stage === "file-needed") {
    const percent = Math.floor(percentOf(upload));
    return t(upload.remembered ? "stages.remembered" : "stages.fileNeeded", { percent, filename });
  }
  if (stage === "done") {
    if (video?.status === "processing") {
      return t("stages.processing", { percent: video.progress });
    }
    if (video?.status === "failed") return video.failure;
    return t(video?.status === "ready" ? "stages.ready" : "stages.done");
  }
  if (stage !== "sending" || sent === 0) return t(`stages.${stage === "failed" ? "done" : stage}`);
  const facts = [t("of", { sent: amounts.bytes(sent), size: amounts.bytes(size) })];
  if (speed) {
    facts.push(amounts.speed(speed), t("left", { time: amounts.time((size - sent) / speed) }));
  }
  return facts.join(" · ");
}

function Actions({ upload, video }: { upload: Upload; video: Video | undefined }) {
  const t = useTranslations("upload");
  const dispatch = useAppDispatch();
  const { id, stage, projectId, videoId, problem } = upload;
  if (stage === "file-needed") {
    return (
      <div className={styles.actions}>
        {upload.remembered ? (
          <Button small onClick={() => void dispatch(openRemembered(id))}>
            {t("continue")}
          </Button>
        ) : (
          <FileButton small onFiles={([file]) => file && dispatch(giveFile(id, file))}>
            {t("chooseFile")}
          </FileButton>
        )}
      </div>
    );
  }
  const isHopeless = ["not-a-video", "empty", "too-large"].includes(problem?.kind ?? "");
  if (stage === "failed" && !isHopeless) {
    return (
      <div className={styles.actions}>
        <Button small onClick={() => dispatch(retryUpload(id))}>
          {t("retry")}
        </Button>
      </div>
    );
  }
  if (stage === "done" && video && video.status !== "failed") {
    return (
      <div className={styles.actions}>
        <LinkButton small href={`/projects/${projectId}/videos/${videoId}`}>
          {t("open")}
        </LinkButton>
      </div>
    );
  }
  return null;
}
