"use client";

import { useTranslations } from "next-intl";
import styles from "./bot-badge.module.scss";

/** Says that an author is a program; nothing for a person. */
export function BotBadge({ person }: { person: { kind: string } }) {
  const t = useTranslations("common");
  return person.kind === "bot" && <span className={styles.badge}>{t("bot")}</span>;
}
