"use client";

import { Film, FolderOpen } from "lucide-react";
import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import type { Project } from "@/entities/project";
import { api } from "@/shared/api";
import { Button, EmptyState, Skeleton } from "@/shared/ui";
import styles from "./project-list.module.scss";

/** The person's projects, the one with the newest activity first. */
export function ProjectList() {
  const t = useTranslations("projects");
  const { data: projects, isError, refetch } = api.useListProjectsQuery({ limit: 100 });
  if (isError) {
    return (
      <EmptyState
        icon={<FolderOpen />}
        title={t("failed")}
        action={<Button onClick={refetch}>{t("again")}</Button>}
      />
    );
  }
  if (projects?.length === 0) {
    return (
      <EmptyState icon={<FolderOpen />} title={t("none")}>
        {t("noneHelp")}
      </EmptyState>
    );
  }
  const newestFirst = projects?.toSorted((a, b) =>
    b.last_activity_at.localeCompare(a.last_activity_at),
  );
  return (
    <ul className={styles.grid} aria-busy={!projects}>
      {newestFirst?.map((project) => (
        <li key={project.id}>
          <Card project={project} />
        </li>
      )) ??
        [1, 2, 3].map((number) => (
          <li key={number}>
            <Skeleton height={160} />
          </li>
        ))}
    </ul>
  );
}

function Card({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const { id, name, description, videos_count, members_count, open_feedback_count } = project;
  const { poster_url } = project;
  return (
    <Link href={`/projects/${id}`} className={styles.card}>
      <span className={styles.poster}>
        {poster_url ? <img src={poster_url} alt="" loading="lazy" /> : <Film aria-hidden="true" />}
      </span>
      <h2>{name}</h2>
      <p className={styles.description}>{description}</p>
      <p className={styles.facts}>
        <span>{t("videos", { count: videos_count })}</span>
        <span>{t("members", { count: members_count })}</span>
        {open_feedback_count > 0 && (
          <strong>{t("openFeedback", { count: open_feedback_count })}</strong>
        )}
      </p>
      <p className={styles.when}>
        {t("active", { when: format.relativeTime(new Date(project.last_activity_at), now) })}
      </p>
    </Link>
  );
}
