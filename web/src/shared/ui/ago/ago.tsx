"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";

const MINUTE_MS = 60_000;

type Props = {
  at: string;
  /** It is still to come. */
  ahead?: boolean;
};

/** How long ago something was, or in how long it is. The exact time is its hint. */
export function Ago({ at, ahead = false }: Props) {
  const t = useTranslations("common");
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  const date = new Date(at);
  // Clocks differ: what has just happened is not in the future.
  const isNow = Math.abs(date.getTime() - now.getTime()) < MINUTE_MS;
  const text = isNow && !ahead ? t("justNow") : format.relativeTime(isNow ? now : date, now);
  return (
    <time dateTime={at} title={format.dateTime(date, { dateStyle: "medium", timeStyle: "short" })}>
      {text}
    </time>
  );
}
