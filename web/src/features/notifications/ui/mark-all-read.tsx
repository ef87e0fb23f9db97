"use client";

import { CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectUnread } from "@/entities/notification";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Button } from "@/shared/ui";

export function MarkAllRead() {
  const t = useTranslations("notifications");
  const unread = useSelector(selectUnread);
  const attempt = useAttempt();
  const [markRead, { isLoading }] = api.useMarkNotificationsReadMutation();
  return (
    <Button
      kind="quiet"
      small
      busy={isLoading}
      disabled={!unread}
      onClick={() => void attempt(markRead({ markReadRequest: { all: true } }))}
    >
      <CheckCheck aria-hidden="true" />
      {t("markAll")}
    </Button>
  );
}
