"use client";

import { useTranslations } from "next-intl";
import { usePicture, usePlacement } from "@/features/video-player";
import styles from "./video-player.module.scss";

/** How much the picture is enlarged, while it is; a press shows it whole again. */
export function ZoomMark() {
  const t = useTranslations("player");
  const picture = usePicture();
  const { zoom } = usePlacement();
  if (zoom === 1) return null;
  const percent = Math.round(zoom * 100);
  return (
    <button
      type="button"
      className={styles.zoom}
      aria-label={t("zoomed", { percent })}
      onClick={() => picture.reset()}
    >
      {percent}% ×
    </button>
  );
}
