"use client";

import { useTranslations } from "next-intl";
import type { Feedback } from "../model/slice";
import styles from "./status-mark.module.scss";

/** A feedback's status: a shape and a colour, and its word (hidden if `bare`). */
export function StatusMark({
  status,
  bare = false,
}: {
  status: Feedback["status"];
  bare?: boolean;
}) {
  const t = useTranslations("room");
  return (
    <span className={styles.status} data-status={status}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" />
        {status === "in_progress" && <path d="M8 2a6 6 0 0 1 0 12z" />}
        {(status === "resolved" || status === "closed") && <path d="M5 8.2l2.2 2.2L11.2 6" />}
      </svg>
      <span className={bare ? styles.hidden : undefined}>{t(`statuses.${status}`)}</span>
    </span>
  );
}
