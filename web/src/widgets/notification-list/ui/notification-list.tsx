"use client";

import { BellOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelector } from "react-redux";
import { selectHasMore, selectNotifications, selectUnread } from "@/entities/notification";
import { loadMore, MarkAllRead, NotificationItem, useProjectNames } from "@/features/notifications";
import { useAttempt } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, EmptyState, Segmented, Skeleton } from "@/shared/ui";
import styles from "./notification-list.module.scss";

type Filter = "all" | "unread";

/** Everything that a person was told, page by page, the newest first. */
export function NotificationList() {
  const t = useTranslations("notifications");
  const rows = useSelector(selectNotifications);
  const unread = useSelector(selectUnread);
  const hasMore = useSelector(selectHasMore);
  const nameOf = useProjectNames();
  const [filter, setFilter] = useState<Filter>("all");
  const shown = filter === "all" ? rows : rows.filter(({ read_at }) => read_at === null);
  if (unread === null) {
    return (
      <div className={styles.list} aria-busy="true">
        <Skeleton height={48} />
        <Skeleton height={48} />
        <Skeleton height={48} />
      </div>
    );
  }
  return (
    <div className={styles.list}>
      <div className={styles.head}>
        <Segmented<Filter>
          label={t("filter")}
          value={filter}
          options={[
            { value: "all", label: t("everything") },
            { value: "unread", label: t("onlyUnread", { count: unread }) },
          ]}
          onChange={setFilter}
        />
        <MarkAllRead />
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={<BellOff />} title={t(filter === "all" ? "none" : "noneUnread")}>
          {t("noneHelp")}
        </EmptyState>
      ) : (
        <ul className={styles.rows}>
          {shown.map((notification) => (
            <li key={notification.id}>
              <NotificationItem
                notification={notification}
                project={nameOf(notification.project_id)}
              />
            </li>
          ))}
        </ul>
      )}
      {hasMore && <More />}
    </div>
  );
}

function More() {
  const t = useTranslations("notifications");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      busy={busy}
      onClick={async () => {
        setBusy(true);
        await attempt(dispatch(loadMore()));
        setBusy(false);
      }}
    >
      {t("more")}
    </Button>
  );
}
