"use client";

import { useTranslations } from "next-intl";
import { NavTabs } from "@/shared/ui";

type Tab = "videos" | "people" | "activity";
const PATHS: Record<Tab, string> = { videos: "", people: "/people", activity: "/activity" };
const TABS = Object.keys(PATHS) as Tab[];

/** The places of a project. */
export function ProjectTabs({ projectId, current }: { projectId: string; current: Tab }) {
  const t = useTranslations("people");
  const items = TABS.map((tab) => ({
    href: `/projects/${projectId}${PATHS[tab]}`,
    label: t(tab),
    isCurrent: tab === current,
  }));
  return <NavTabs label={t("projectNav")} items={items} />;
}
