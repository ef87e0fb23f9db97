"use client";

import { useTranslations } from "next-intl";
import { PersonalTokens } from "@/widgets/integrations/access-tokens";
import { AccountFrame, Card } from "../account-frame";

export default function TokensPage() {
  const t = useTranslations("tokens");
  return (
    <AccountFrame place="tokens">
      {() => (
        <Card title={t("title")}>
          <PersonalTokens />
        </Card>
      )}
    </AccountFrame>
  );
}
