"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { OFFSET_MOST } from "@/features/video-player";
import { IconButton } from "@/shared/ui";
import styles from "./comparison-bar.module.scss";

type Props = { frames: number; onChange: (frames: number) => void };

const written = (frames: number) => (frames > 0 ? `+${frames}` : String(frames));

/** By how many frames the other version is shown later: in steps, or typed. */
export function Offset({ frames, onChange }: Props) {
  const t = useTranslations("versions");
  const [text, setText] = useState(written(frames));
  useEffect(() => setText(written(frames)), [frames]);
  const wanted = text.trim() === "" ? Number.NaN : Number(text);
  const isValid = Number.isInteger(wanted) && Math.abs(wanted) <= OFFSET_MOST;
  const shift = (by: number) =>
    onChange(Math.min(OFFSET_MOST, Math.max(-OFFSET_MOST, frames + by)));
  /** Takes what was typed, or goes back to what is shown. */
  function take(): void {
    if (isValid) onChange(wanted);
    setText(written(isValid ? wanted : frames));
  }
  return (
    <fieldset className={styles.offset}>
      <legend>{t("offset")}</legend>
      <IconButton small label={t("earlier")} onClick={() => shift(-1)}>
        <ChevronLeft />
      </IconButton>
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        aria-label={t("offset")}
        aria-invalid={!isValid}
        data-testid="offset"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
      <IconButton small label={t("later")} onClick={() => shift(1)}>
        <ChevronRight />
      </IconButton>
    </fieldset>
  );
}
