"use client";

import { Popover } from "@base-ui/react/popover";
import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelector } from "react-redux";
import { selectUnread } from "@/entities/notification";
import { part } from "@/shared/parts";
import { IconButton, Skeleton } from "@/shared/ui";
import styles from "./notifications.module.scss";

const MOST = 99;
// Loaded when somebody looks: no page needs it for its first paint.
const NewestNotifications = part(
  () => import("./newest-notifications").then((module) => module.NewestNotifications),
  () => <Skeleton height={160} />,
);

/** How many notifications are unread; a press shows the newest. */
export function Bell() {
  const t = useTranslations("notifications");
  const unread = useSelector(selectUnread) ?? 0;
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        render={
          <IconButton label={t("bell", { count: unread })}>
            <span className={styles.bell}>
              <BellIcon aria-hidden="true" />
              {unread > 0 && (
                <span className={styles.count} aria-hidden="true">
                  {unread > MOST ? `${MOST}+` : unread}
                </span>
              )}
            </span>
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className={styles.positioner}>
          <Popover.Popup className={styles.popup} aria-label={t("title")}>
            <NewestNotifications onOpened={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
