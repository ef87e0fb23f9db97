"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useSelector } from "react-redux";
import { selectTyping } from "@/features/comment";
import { selectPresent } from "@/shared/lib/realtime";
import styles from "./thread.module.scss";

/** A key press counts for so long: clients report one every two seconds. */
const LASTS_MS = 4_000;

/** Says who is writing under a feedback right now. */
export function TypingNote({ feedbackId, meId }: { feedbackId: string; meId: string }) {
  const t = useTranslations("room");
  const typing = useSelector((state: Parameters<typeof selectTyping>[0]) =>
    selectTyping(state, feedbackId),
  );
  const present = useSelector(selectPresent);
  const [now, setNow] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key press begins the time anew
  useEffect(() => {
    setNow(Date.now());
    const timer = setTimeout(() => setNow(Date.now()), LASTS_MS + 100);
    return () => clearTimeout(timer);
  }, [typing]);
  const names = present
    .filter(({ id }) => id !== meId && now - (typing[id] ?? 0) < LASTS_MS)
    .map(({ name }) => name);
  return (
    <p className={styles.typing} role="status">
      {names.length > 0 && t("typing", { names: names.join(", "), count: names.length })}
    </p>
  );
}
