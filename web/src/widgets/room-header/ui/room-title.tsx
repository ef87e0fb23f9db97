"use client";

import Link from "next/link";
import type { Project } from "@/entities/project";
import styles from "./room-title.module.scss";

type Video = { id: string; title: string; version: number };
type Props = {
  project: Project;
  /** Where the project's name leads; guests have no page of the project. */
  href: string | null;
  video: Video;
  /** The videos that one may switch to. */
  others: Video[];
  onVideo: (id: string) => void;
  label: string;
};

/** Which video of which project is open. */
export function RoomTitle({ project, href, video, others, onVideo, label }: Props) {
  const name = <span data-testid="project-title">{project.name}</span>;
  return (
    <div className={styles.title}>
      {href ? (
        <Link href={href} className={styles.project}>
          {name}
        </Link>
      ) : (
        <span className={styles.project}>{name}</span>
      )}
      {others.length > 1 ? (
        <select
          className={styles.select}
          aria-label={label}
          value={video.id}
          onChange={(event) => onVideo(event.target.value)}
        >
          {others.map(({ id, title, version }) => (
            <option key={id} value={id}>
              {title} · v{version}
            </option>
          ))}
        </select>
      ) : (
        <h1 className={styles.video}>
          {video.title} <span>v{video.version}</span>
        </h1>
      )}
    </div>
  );
}
