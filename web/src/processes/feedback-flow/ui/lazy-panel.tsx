"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { part } from "@/shared/parts";
import { Skeleton } from "@/shared/ui";
import styles from "./room.module.scss";

const load = () => import("@/widgets/feedback-panel");

/** The picture comes first: the panel is loaded while the room asks for its data. */
export const FeedbackPanel = part(
  () => load().then((module) => module.FeedbackPanel),
  PanelSkeleton,
);

/** It comes with the panel that it stands in. */
export const ExportButton = part(() =>
  import("@/widgets/integrations/export-feedback").then((module) => module.ExportButton),
);

export const ImportButton = part(() =>
  import("@/widgets/integrations/import-feedback").then((module) => module.ImportButton),
);

export function usePanelSoon(): void {
  useEffect(() => {
    // Where the line is away, it is loaded when it is shown.
    load().catch(() => undefined);
  }, []);
}

export function PanelSkeleton() {
  const t = useTranslations("common");
  return (
    <aside className={styles.waiting} aria-label={t("loading")} aria-busy="true">
      <Skeleton height={48} />
      <Skeleton height={48} />
      <Skeleton height={48} />
    </aside>
  );
}
