"use client";

import { useTranslations } from "next-intl";
import { NavTabs } from "@/shared/ui";

type Tab = "videos" | "people" | "activity" | "tokens" | "webhooks";
const PATHS: Record<Tab, string> = {
  videos: "",
  people: "/people",
  activity: "/activity",
  tokens: "/tokens",
  webhooks: "/webhooks",
};
const TABS = Object.keys(PATHS) as Tab[];
const FOR_ADMINS: Tab[] = ["tokens", "webhooks"];

type Props = { projectId: string; current: Tab; isAdmin: boolean };

/** The places of a project. */
export function ProjectTabs({ projectId, current, isAdmin }: Props) {
  const t = useTranslations("people");
  const shown = TABS.filter((tab) => isAdmin || tab === current || !FOR_ADMINS.includes(tab));
  const items = shown.map((tab) => ({
    href: `/projects/${projectId}${PATHS[tab]}`,
    label: t(tab),
    isCurrent: tab === current,
  }));
  return <NavTabs label={t("projectNav")} items={items} />;
}
