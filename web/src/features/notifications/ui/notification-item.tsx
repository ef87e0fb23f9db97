"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Notification } from "@/entities/notification";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Ago, Avatar } from "@/shared/ui";
import styles from "./notifications.module.scss";

type Props = { notification: Notification; project: string | undefined; onOpened?: () => void };

/** What happened, as a link to the moment. Whoever follows it has read it. */
export function NotificationItem({ notification, project, onOpened }: Props) {
  const t = useTranslations("notifications");
  const room = useTranslations("room");
  const attempt = useAttempt();
  const [markRead] = api.useMarkNotificationsReadMutation();
  const { id, type, actor, excerpt, status, created_at, read_at } = notification;
  return (
    <Link
      href={hrefOf(notification)}
      className={styles.item}
      data-unread={read_at === null}
      data-testid="notification"
      onClick={() => {
        if (!read_at) void attempt(markRead({ markReadRequest: { ids: [id] } }));
        onOpened?.();
      }}
    >
      <Avatar person={actor} />
      <span className={styles.what}>
        <span>
          {t.rich(`types.${type}`, {
            b: (chunks: ReactNode) => <b>{chunks}</b>,
            name: actor.name,
            status: status ? room(`statuses.${status}`) : "",
          })}
        </span>
        {excerpt && <q className={styles.excerpt}>{excerpt}</q>}
        <span className={styles.where}>
          {project && <span>{project}</span>}
          <Ago at={created_at} />
        </span>
      </span>
      {read_at === null && (
        <span className={styles.dot}>
          <span className={styles.unread}>{t("unread")}</span>
        </span>
      )}
    </Link>
  );
}

function hrefOf(notification: Notification): string {
  const { type, project_id, video_id, feedback_id, comment_id } = notification;
  const project = `/projects/${project_id}`;
  if (type === "invitation_accepted") return `${project}/people`;
  if (!video_id) return project;
  const query = new URLSearchParams({
    ...(feedback_id && { feedback: feedback_id }),
    ...(comment_id && { comment: comment_id }),
  });
  return `${project}/videos/${video_id}${feedback_id ? `?${query}` : ""}`;
}
