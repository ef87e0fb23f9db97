"use client";

import { CircleCheck, CircleDashed, MessageSquareWarning } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Video } from "@/entities/video";
import styles from "./review.module.scss";

const ICONS = {
  pending: CircleDashed,
  approved: CircleCheck,
  changes_requested: MessageSquareWarning,
};

type Props = { status: Video["review_status"] };

/** What was decided about a version, as an icon and a word. */
export function ReviewMark({ status }: Props) {
  const t = useTranslations("videos.reviews");
  return (
    <ReviewIcon status={status}>
      <span>{t(status)}</span>
    </ReviewIcon>
  );
}

/** Only the icon, beside words that say it. */
export function ReviewIcon({ status, children }: Props & { children?: ReactNode }) {
  const Icon = ICONS[status];
  return (
    <span className={styles.mark} data-review={status}>
      <Icon aria-hidden="true" />
      {children}
    </span>
  );
}
