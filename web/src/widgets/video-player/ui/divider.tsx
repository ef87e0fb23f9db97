"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useOwnTouches } from "@/shared/lib/viewport";
import styles from "./other-version.module.scss";

const STEPS: Record<string, number> = {
  ArrowLeft: -0.01,
  ArrowRight: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

type Props = { label: string; share: number; onChange: (share: number) => void };

const within = (share: number) => Math.min(1, Math.max(0, share));

/** The line of a wipe, by pointer and by keyboard: left of it is the open version. */
export function Divider({ label, share, onChange }: Props) {
  const line = useRef<HTMLDivElement>(null);
  useOwnTouches(line);
  function drag(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = (event.currentTarget.parentElement as Element).getBoundingClientRect();
    onChange(within((event.clientX - left) / width));
  }
  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // The same keys step through the frames elsewhere.
    event.stopPropagation();
    onChange(within(share + step));
  }
  return (
    <div
      ref={line}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={`${Math.round(share * 100)} %`}
      className={styles.divider}
      data-testid="divider"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
