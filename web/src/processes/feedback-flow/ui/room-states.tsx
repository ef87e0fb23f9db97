"use client";

import { CircleX, LoaderCircle, Lock, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Video } from "@/entities/video";
import { Button, EmptyState } from "@/shared/ui";
import { KeptTexts } from "@/widgets/unsent-texts";
import styles from "./room-gone.module.scss";

/** A video that can't be played yet, or not at all. */
export function NotReady({ video }: { video: Video }) {
  const t = useTranslations("room");
  if (video.status === "failed") {
    return (
      <EmptyState icon={<CircleX />} title={t("processingFailed")}>
        {video.failure}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<LoaderCircle />} title={t(`waiting.${video.status}`)}>
      {video.status === "processing" && t("progress", { percent: video.progress })}
    </EmptyState>
  );
}

type RefusedProps = { status: number; videoId: string; onAgain: () => void };

/** The room can't be shown: it is gone, it was never this person's, or the server is away. */
export function RoomRefused({ status, videoId, onAgain }: RefusedProps) {
  const t = useTranslations("room");
  const isGone = status === 403 || status === 404;
  return (
    <main>
      <EmptyState
        page
        icon={isGone ? <Lock /> : <WifiOff />}
        title={t(isGone ? "noAccess" : "unreachable")}
        action={isGone ? undefined : <Button onClick={onAgain}>{t("again")}</Button>}
      >
        {t(isGone ? "noAccessHelp" : "unreachableHelp")}
      </EmptyState>
      {isGone && (
        <div className={styles.texts}>
          <KeptTexts videoId={videoId} />
        </div>
      )}
    </main>
  );
}
