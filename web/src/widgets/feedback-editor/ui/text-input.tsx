import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { letterSize } from "@/entities/feedback";
import type { Pen, Point } from "@/features/feedback";
import styles from "./drawing-layer.module.scss";

type Props = {
  at: Point;
  pen: Pen;
  /** Of the picture, in the unit of letters. */
  width: number;
  onDone: (text: string) => void;
  onCancel: () => void;
};

/** A text that is written on the picture, as it will look. */
export function TextInput({ at: [x, y], pen, width, onDone, onCancel }: Props) {
  const t = useTranslations("give");
  const field = useRef<HTMLInputElement>(null);
  const cancelled = useRef(false);
  // The press that opened it is not over, and would take the focus away again.
  useEffect(() => {
    const wait = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(wait);
  }, []);
  return (
    <input
      ref={field}
      className={styles.text}
      aria-label={t("textOnPicture")}
      data-testid="drawing-text"
      maxLength={500}
      style={{
        left: `${x * 100}%`,
        top: `${y * 100}%`,
        color: pen.color,
        fontSize: `${(letterSize(pen.width) / width) * 100}cqw`,
      }}
      onBlur={(event) => {
        if (!cancelled.current) onDone(event.target.value.trim());
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          cancelled.current = true;
          onCancel();
        }
      }}
    />
  );
}
