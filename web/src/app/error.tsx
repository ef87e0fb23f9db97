"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/shared/ui";
import { AuthFrame } from "@/widgets/auth-frame";

export default function PageError() {
  const t = useTranslations("common");
  return (
    <AuthFrame title={t("crashed")} lead={t("crashedHelp")}>
      <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
    </AuthFrame>
  );
}
