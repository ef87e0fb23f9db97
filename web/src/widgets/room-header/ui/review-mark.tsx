"use client";

import { CircleCheck, CircleDashed, MessageSquareWarning } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Video } from "@/entities/video";
import styles from "./review.module.scss";

const ICONS = {
  pending: CircleDashed,
  approved: CircleCheck,
  changes_requested: MessageSquareWarning,
};

/** What was decided about a version, as an icon and a word. */
export function ReviewMark({ status }: { status: Video["review_status"] }) {
  const t = useTranslations("videos.reviews");
  const Icon = ICONS[status];
  return (
    <span className={styles.mark} data-review={status}>
      <Icon aria-hidden="true" />
      <span>{t(status)}</span>
    </span>
  );
}
