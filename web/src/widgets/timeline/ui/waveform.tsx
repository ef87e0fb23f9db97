"use client";

import { memo, useMemo } from "react";
import type { View } from "../lib/view";
import { waveOf } from "../lib/wave";
import styles from "./track.module.scss";

type Props = { peaks: number[]; view: View; width: number };

const COLUMN = 2;

/** The part of the waveform that is seen. */
export const Waveform = memo(({ peaks, view, width }: Props) => {
  const columns = Math.max(1, Math.floor(width / COLUMN));
  const path = useMemo(() => waveOf(peaks, view, columns), [peaks, view, columns]);
  if (peaks.length === 0) return null;
  return (
    <svg
      className={styles.wave}
      viewBox={`0 0 ${columns} 2`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});
