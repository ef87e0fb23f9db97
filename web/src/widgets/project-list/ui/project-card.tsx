import { Film } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Project } from "@/entities/project";
import { type AskedProject, ProjectMenu } from "@/features/project";
import type { UserInfo } from "@/shared/api";
import { Ago } from "@/shared/ui";
import { Present } from "./present";
import styles from "./project-list.module.scss";

type Props = {
  project: Project;
  onAsk: (asked: AskedProject) => void;
  /** Who else is in it now. */
  present: UserInfo[];
};

export function ProjectCard({ project, onAsk, present }: Props) {
  const t = useTranslations("projects");
  const { id, name, description, videos_count, members_count, open_feedback_count } = project;
  const { poster_url } = project;
  return (
    <article className={styles.card} data-testid="project-card">
      <Link href={`/projects/${id}`} className={styles.link}>
        <span className={styles.poster}>
          {poster_url ? (
            <img src={poster_url} alt="" loading="lazy" />
          ) : (
            <Film aria-hidden="true" />
          )}
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
          <span>{t.rich("active", { when: () => <Ago at={project.last_activity_at} /> })}</span>
          {present.length > 0 && <Present people={present} />}
        </p>
      </Link>
      <div className={styles.menu}>
        <ProjectMenu project={project} onAsk={onAsk} />
      </div>
    </article>
  );
}
