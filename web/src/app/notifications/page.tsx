"use client";

import { Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { MembersOnly } from "@/features/auth";
import { LinkButton, PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { NotificationList } from "@/widgets/notification-list";

export default function NotificationsPage() {
  const t = useTranslations("notifications");
  return (
    <MembersOnly>
      <AppHeader />
      <PageBody
        title={t("title")}
        actions={
          <LinkButton href="/account/notifications">
            <Settings2 aria-hidden="true" />
            {t("settings")}
          </LinkButton>
        }
      >
        <NotificationList />
      </PageBody>
    </MembersOnly>
  );
}
