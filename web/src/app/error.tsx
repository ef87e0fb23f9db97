"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, EmptyState } from "@/shared/ui";

export default function PageError() {
  const t = useTranslations("common");
  return (
    <main>
      <EmptyState
        page
        icon={<TriangleAlert />}
        title={t("crashed")}
        action={<Button onClick={() => window.location.reload()}>{t("reload")}</Button>}
      >
        {t("crashedHelp")}
      </EmptyState>
    </main>
  );
}
