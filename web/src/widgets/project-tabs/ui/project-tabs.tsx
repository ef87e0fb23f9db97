"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import styles from "./project-tabs.module.scss";

type Tab = "videos" | "people" | "activity";
const PATHS: Record<Tab, string> = { videos: "", people: "/people", activity: "/activity" };
const TABS = Object.keys(PATHS) as Tab[];

/** The places of a project, each with an address of its own. */
export function ProjectTabs({ projectId, current }: { projectId: string; current: Tab }) {
  const t = useTranslations("people");
  return (
    <nav aria-label={t("projectNav")} className={styles.tabs}>
      {TABS.map((tab) => (
        <Link
          key={tab}
          href={`/projects/${projectId}${PATHS[tab]}`}
          className={styles.tab}
          aria-current={tab === current ? "page" : undefined}
        >
          {t(tab)}
        </Link>
      ))}
    </nav>
  );
}
