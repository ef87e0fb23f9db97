"use client";

import { FolderOpen, SearchX } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { type AskedProject, ProjectDialogs } from "@/features/project";
import { useAddressQuery } from "@/shared/lib/address";
import { hasWords } from "@/shared/lib/words";
import { Button, EmptyState, Skeleton } from "@/shared/ui";
import { ordered, orderOf } from "../lib/order";
import { ProjectCard } from "./project-card";
import styles from "./project-list.module.scss";
import { ProjectTools } from "./project-tools";
import { useProjects } from "./use-projects";

/** Fewer can be seen at a glance. */
const WORTH_SEARCHING = 4;

type Props = {
  meId: string;
  /** What can be done where there is no project yet. */
  action: ReactNode;
};

/** The person's projects, in the order that the address says. */
export function ProjectList({ meId, action }: Props) {
  const [asked, ask] = useState<AskedProject | null>(null);
  return (
    <>
      <Projects meId={meId} action={action} onAsk={ask} />
      <ProjectDialogs asked={asked} onClose={() => ask(null)} meId={meId} />
    </>
  );
}

type ProjectsProps = Props & { onAsk: (asked: AskedProject) => void };

function Projects({ meId, action, onAsk }: ProjectsProps) {
  const t = useTranslations("projects");
  const language = useLocale();
  const { projects, present, loaded, failed, again } = useProjects(meId);
  const [query, setQuery] = useAddressQuery();
  const [words, order] = [query.get("q") ?? "", orderOf(query)];
  const change = (name: string, value: string) =>
    setQuery((now) => {
      now.delete(name);
      if (value) now.set(name, value);
      return now;
    });
  const setWords = (next: string) => change("q", next);
  if (failed) {
    return (
      <EmptyState
        icon={<FolderOpen />}
        title={t("failed")}
        action={<Button onClick={again}>{t("again")}</Button>}
      />
    );
  }
  if (!loaded) {
    return (
      <ul className={styles.grid} aria-busy="true" aria-label={t("title")}>
        {[1, 2, 3, 4, 5, 6].map((number) => (
          <li key={number} className={styles.waiting}>
            <Skeleton height={160} />
            <Skeleton height={24} />
            <Skeleton />
          </li>
        ))}
      </ul>
    );
  }
  if (projects.length === 0) {
    return (
      <EmptyState icon={<FolderOpen />} title={t("none")} action={action}>
        {t("noneHelp")}
      </EmptyState>
    );
  }
  const found = ordered(projects, order, language).filter((it) =>
    hasWords(`${it.name} ${it.description}`, words),
  );
  return (
    <>
      {(projects.length >= WORTH_SEARCHING || words || order !== "activity") && (
        <ProjectTools
          words={words}
          onWords={setWords}
          order={order}
          onOrder={(next) => change("order", next === "activity" ? "" : next)}
          found={found.length}
        />
      )}
      {found.length === 0 && (
        <EmptyState
          icon={<SearchX />}
          title={t("noMatch")}
          action={<Button onClick={() => setWords("")}>{t("clear")}</Button>}
        />
      )}
      <ul className={styles.grid} aria-label={t("title")}>
        {found.map((project) => (
          <li key={project.id}>
            <ProjectCard project={project} onAsk={onAsk} present={present.get(project.id) ?? []} />
          </li>
        ))}
      </ul>
    </>
  );
}
