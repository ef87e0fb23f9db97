"use client";

import { Compass } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState, LinkButton } from "@/shared/ui";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <main>
      <EmptyState
        page
        icon={<Compass />}
        title={t("notFound")}
        action={<LinkButton href="/">{t("toProjects")}</LinkButton>}
      >
        {t("notFoundHelp")}
      </EmptyState>
    </main>
  );
}
