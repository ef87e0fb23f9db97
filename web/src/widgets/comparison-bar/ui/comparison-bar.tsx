"use client";

import { ArrowLeftRight, ChevronLeft, ChevronRight, Columns2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Video } from "@/entities/video";
import { type Comparison, MODES, OFFSET_MOST } from "@/features/video-player";
import { Bar, Button, IconButton, Segmented } from "@/shared/ui";
import styles from "./comparison-bar.module.scss";

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
  const { mode, offset } = comparison;
  const shift = (by: number) => {
    const next = Math.min(OFFSET_MOST, Math.max(-OFFSET_MOST, offset + by));
    onChange({ ...comparison, offset: next });
  };
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
          <fieldset className={styles.offset}>
            <legend>{t("offset")}</legend>
            <IconButton small label={t("earlier")} onClick={() => shift(-1)}>
              <ChevronLeft />
            </IconButton>
            <output data-testid="offset">{offset > 0 ? `+${offset}` : offset}</output>
            <IconButton small label={t("later")} onClick={() => shift(1)}>
              <ChevronRight />
            </IconButton>
          </fieldset>
          <Button small kind="quiet" onClick={onSwap}>
            <ArrowLeftRight aria-hidden="true" />
            {t("swap")}
          </Button>
          {end}
        </div>
      }
    >
      {t("comparing", { version: video.version, other: other.version })}
      {mode === "difference" && ` · ${t("differenceHelp")}`}
    </Bar>
  );
}
