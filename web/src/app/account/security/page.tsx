"use client";

import { useTranslations } from "next-intl";
import { AddressForm, PasswordForm, SessionList } from "@/features/account";
import { AccountFrame, Card } from "../account-frame";

export default function SecurityPage() {
  const t = useTranslations("account");
  return (
    <AccountFrame place="security">
      {(me) => (
        <>
          <Card title={t("sessions")}>
            <SessionList />
          </Card>
          <Card title={t("password")}>
            <PasswordForm />
          </Card>
          <Card title={t("email")}>
            <AddressForm me={me} />
          </Card>
        </>
      )}
    </AccountFrame>
  );
}
