"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import type { Feedback } from "@/entities/feedback";
import { Avatar } from "@/shared/ui";
import styles from "./thread.module.scss";

/** Who says what must change, and since when. */
export function FeedbackBody({ feedback }: { feedback: Feedback }) {
  const t = useTranslations("room");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const { user, content, created_at, priority, tags, assignee } = feedback;
  return (
    <article className={styles.body} aria-busy={feedback._optimistic}>
      <div className={styles.who}>
        <Avatar person={user} />
        <strong>{user.name}</strong>
        <time dateTime={created_at}>{format.relativeTime(new Date(created_at), now)}</time>
      </div>
      <p className={styles.text}>{content}</p>
      <ul className={styles.facts}>
        {priority !== "medium" && <li data-priority={priority}>{t(`priorities.${priority}`)}</li>}
        {tags.map((tag) => (
          <li key={tag}>#{tag}</li>
        ))}
        {assignee && <li>{t("assignedTo", { name: assignee.name })}</li>}
      </ul>
    </article>
  );
}
