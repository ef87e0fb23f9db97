"use client";

import { useSelector } from "react-redux";
import { selectOverlays } from "@/features/video-player";
import styles from "./overlays.module.scss";

/** Of SMPTE ST 2046-1: action within 93 % of the picture, titles within 90 %. */
const SAFE = [93, 90];

/** Lines over the picture that help to judge it. */
export function Overlays() {
  const { safe, thirds } = useSelector(selectOverlays);
  if (!safe && !thirds) return null;
  return (
    <svg
      className={styles.overlays}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="overlays"
    >
      {thirds && <path d="M33.333 0v100M66.667 0v100M0 33.333h100M0 66.667h100" />}
      {safe &&
        SAFE.map((size) => (
          <rect key={size} x={(100 - size) / 2} y={(100 - size) / 2} width={size} height={size} />
        ))}
      {safe && <path d="M48 50h4M50 47v6" />}
    </svg>
  );
}
