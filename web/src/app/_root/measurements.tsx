"use client";

import { useReportWebVitals } from "next/web-vitals";
import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import { measured, observePage } from "@/shared/lib/measuring";
import { selectConnection } from "@/shared/lib/realtime";

const SECONDS = { TTFB: "ttfb", FCP: "fcp", LCP: "lcp", INP: "inp" } as const;

function report({ name, value }: { name: string; value: number }): void {
  if (name === "CLS") measured("cls", value);
  else if (name in SECONDS) measured(SECONDS[name as keyof typeof SECONDS], value / 1000);
}

/** Measures the page, its errors and its live connection, for operators. It shows nothing. */
export function Measurements() {
  useReportWebVitals(report);
  const connection = useSelector(selectConnection);
  const before = useRef<typeof connection>(null);
  useEffect(() => {
    if (connection === "live" || connection === "ended") measured(`connection.${connection}`, 1);
    else if (connection === "away" && before.current === "live") measured("connection.lost", 1);
    before.current = connection;
  }, [connection]);
  useEffect(() => {
    const stay = new AbortController();
    observePage(stay.signal);
    return () => stay.abort();
  }, []);
  return null;
}
