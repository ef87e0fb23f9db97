"use client";

import { FolderOpen, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { type AskedProject, ProjectDialogs } from "@/features/project";
import { hasWords } from "@/shared/lib/words";
import { Button, EmptyState, SearchField, Skeleton } from "@/shared/ui";
import { ProjectCard } from "./project-card";
import styles from "./project-list.module.scss";
import { useProjects } from "./use-projects";

/** Fewer can be seen at a glance. */
const WORTH_SEARCHING = 4;

type Props = {
  meId: string;
  /** What can be done where there is no project yet. */
  action: ReactNode;
};

/** The person's projects, the one with the newest activity first. */
export function ProjectList({ meId, action }: Props) {
  const [asked, ask] = useState<AskedProject | null>(null);
  return (
    <>
      <Projects action={action} onAsk={ask} />
      <ProjectDialogs asked={asked} onClose={() => ask(null)} meId={meId} />
    </>
  );
}

type ProjectsProps = Pick<Props, "action"> & { onAsk: (asked: AskedProject) => void };

function Projects({ action, onAsk }: ProjectsProps) {
  const t = useTranslations("projects");
  const { projects, loaded, failed, again } = useProjects();
  const [words, setWords] = useState("");
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
  const found = projects.filter((it) => hasWords(`${it.name} ${it.description}`, words));
  return (
    <>
      {(projects.length >= WORTH_SEARCHING || words) && (
        <div className={styles.tools}>
          <SearchField label={t("search")} value={words} onChange={setWords} />
          <span role="status">{words && t("found", { count: found.length })}</span>
        </div>
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
            <ProjectCard project={project} onAsk={onAsk} />
          </li>
        ))}
      </ul>
    </>
  );
}
