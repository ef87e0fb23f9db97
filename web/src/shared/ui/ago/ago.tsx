"use client";

import { useFormatter, useNow } from "next-intl";

const MINUTE_MS = 60_000;

/** How long ago something was, or in how long it is. The exact time is its hint. */
export function Ago({ at }: { at: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  const date = new Date(at);
  // Clocks differ: what has just happened is not in the future.
  const isNow = Math.abs(date.getTime() - now.getTime()) < MINUTE_MS;
  return (
    <time dateTime={at} title={format.dateTime(date, { dateStyle: "medium", timeStyle: "short" })}>
      {format.relativeTime(isNow ? now : date, now)}
    </time>
  );
}
