"use client";

import { useTranslations } from "next-intl";
import { LinkButton } from "@/shared/ui";
import { AuthFrame } from "@/widgets/auth-frame";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <AuthFrame title={t("notFound")} lead={t("notFoundHelp")}>
      <LinkButton href="/">{t("toProjects")}</LinkButton>
    </AuthFrame>
  );
}
