"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectNotifications, selectUnread } from "@/entities/notification";
import { Skeleton } from "@/shared/ui";
import { MarkAllRead } from "./mark-all-read";
import { NotificationItem } from "./notification-item";
import styles from "./notifications.module.scss";
import { useProjectNames } from "./use-project-names";

const MOST = 8;

/** The newest notifications, under the bell. */
export function NewestNotifications({ onOpened }: { onOpened: () => void }) {
  const t = useTranslations("notifications");
  const newest = useSelector(selectNotifications).slice(0, MOST);
  const unread = useSelector(selectUnread);
  const nameOf = useProjectNames();
  return (
    <>
      <div className={styles.head}>
        <h2>{t("title")}</h2>
        <MarkAllRead />
      </div>
      {unread === null && <Skeleton height={48} />}
      {unread !== null && newest.length === 0 && <p className={styles.nothing}>{t("none")}</p>}
      <ul>
        {newest.map((notification) => (
          <li key={notification.id}>
            <NotificationItem
              notification={notification}
              project={nameOf(notification.project_id)}
              onOpened={onOpened}
            />
          </li>
        ))}
      </ul>
      <Link href="/notifications" className={styles.all} onClick={onOpened}>
        {t("all")}
      </Link>
    </>
  );
}
