"use client";

import { useTranslations } from "next-intl";
import { MailPreferences } from "@/features/account";
import { AccountFrame, Card } from "../account-frame";

export default function PreferencesPage() {
  const t = useTranslations("account");
  return (
    <AccountFrame place="notifications">
      {() => (
        <Card title={t("mails")}>
          <MailPreferences />
        </Card>
      )}
    </AccountFrame>
  );
}
