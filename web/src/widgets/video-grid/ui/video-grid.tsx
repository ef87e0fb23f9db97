"use client";

import { Film, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectStacks, type Video } from "@/entities/video";
import { api } from "@/shared/api";
import { clockOf } from "@/shared/lib/frames";
import { EmptyState, Skeleton } from "@/shared/ui";
import styles from "./video-grid.module.scss";

type State = Parameters<typeof selectStacks>[0];

/** The newest version of each video of a project. */
export function VideoGrid({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const { isSuccess } = api.useListVideosQuery({ projectId });
  const videos = useSelector((state: State) => selectStacks(state, projectId));
  if (isSuccess && videos.length === 0) {
    return (
      <EmptyState icon={<Film />} title={t("noVideos")}>
        {t("noVideosHelp")}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.grid} aria-busy={!isSuccess}>
      {isSuccess
        ? videos.map((video) => (
            <li key={video.id}>
              <Card video={video} />
            </li>
          ))
        : [1, 2, 3].map((number) => (
            <li key={number}>
              <Skeleton height={160} />
            </li>
          ))}
    </ul>
  );
}

function Card({ video }: { video: Video }) {
  const t = useTranslations("projects");
  const { id, project_id, title, version, poster_url, duration, status, review_status } = video;
  return (
    <Link href={`/projects/${project_id}/videos/${id}`} className={styles.card}>
      <span className={styles.poster}>
        {poster_url && <img src={poster_url} alt="" loading="lazy" />}
        {status === "failed" && <TriangleAlert aria-hidden="true" />}
        {(status === "processing" || status === "uploading") && <LoaderCircle aria-hidden="true" />}
        {duration !== null && <span className={styles.length}>{clockOf(duration)}</span>}
      </span>
      <span className={styles.text}>
        <strong>{title}</strong>
        <span className={styles.facts}>
          <span>{t("version", { version })}</span>
          {status === "ready" ? (
            <span data-review={review_status}>{t(`reviews.${review_status}`)}</span>
          ) : (
            <span>{t(`statuses.${status}`)}</span>
          )}
        </span>
      </span>
    </Link>
  );
}
