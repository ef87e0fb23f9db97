"use client";

import { useTranslations } from "next-intl";
import {
  AddressForm,
  Connections,
  PasswordForm,
  SecondFactors,
  SessionList,
  useHasProviders,
} from "@/features/account";
import { AccountFrame, Card } from "../account-frame";

export default function SecurityPage() {
  const t = useTranslations("account");
  const methods = useTranslations("methods");
  const hasProviders = useHasProviders();
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
          <Card title={methods("factorsTitle")}>
            <SecondFactors />
          </Card>
          {hasProviders && (
            <Card title={methods("connectionsTitle")}>
              <Connections />
            </Card>
          )}
          <Card title={t("email")}>
            <AddressForm me={me} />
          </Card>
        </>
      )}
    </AccountFrame>
  );
}
