"use client";

import { useTranslations } from "next-intl";
import { NameForm, PhotoForm, RegionForm } from "@/features/account";
import { AccountFrame, Card } from "./account-frame";

export default function AccountPage() {
  const t = useTranslations("account");
  return (
    <AccountFrame place="profile">
      {(me) => (
        <>
          <Card title={t("profile")}>
            <PhotoForm me={me} />
            <NameForm me={me} />
          </Card>
          <Card title={`${t("language")} · ${t("timeZone")}`}>
            <RegionForm me={me} />
          </Card>
        </>
      )}
    </AccountFrame>
  );
}
