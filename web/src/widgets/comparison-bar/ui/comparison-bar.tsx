"use client";

import { ArrowLeftRight, Columns2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Video } from "@/entities/video";
import { type Comparison, MODES } from "@/features/video-player";
import { Bar, IconButton, Segmented } from "@/shared/ui";
import styles from "./comparison-bar.module.scss";
import { Offset } from "./offset";

type Props = {
  video: Video;
  /** Not there while it is not known, or not any more. */
  other: Video | undefined;
  comparison: Comparison;
  onChange: (comparison: Comparison | null) => void;
  onSwap: () => void;
};

/** Which versions are compared, how, and the way out. */
export function ComparisonBar({ video, other, comparison, onChange, onSwap }: Props) {
  const t = useTranslations("versions");
  const end = (
    <IconButton small label={t("end")} onClick={() => onChange(null)}>
      <X />
    </IconButton>
  );
  if (!other) {
    return (
      <Bar kind="warning" icon={<Columns2 />} actions={end}>
        {t("missing")}
      </Bar>
    );
  }
  const { mode } = comparison;
  return (
    <Bar
      icon={<Columns2 />}
      data-testid="comparison-bar"
      actions={
        <div className={styles.actions}>
          <Segmented
            label={t("mode")}
            value={mode}
            options={MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
            onChange={(chosen) => onChange({ ...comparison, mode: chosen })}
          />
          <Offset
            frames={comparison.offset}
            onChange={(offset) => onChange({ ...comparison, offset })}
          />
          <IconButton small label={t("swap")} onClick={onSwap}>
            <ArrowLeftRight />
          </IconButton>
          {end}
        </div>
      }
    >
      {t("comparing", { version: video.version, other: other.version })}
      {mode === "difference" && ` · ${t("differenceHelp")}`}
    </Bar>
  );
}
