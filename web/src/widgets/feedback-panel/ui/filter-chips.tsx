"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { conditionsOf, widened } from "@/features/feedback-filter";
import type { Tools } from "./panel-tools";
import styles from "./panel-tools.module.scss";
import { toggled, useGroups } from "./use-conditions";

/** Each condition, to be taken away by a press: nobody wonders where the rest of the list is. */
export function FilterChips({ filter, onChange, feedbacks }: Tools) {
  const t = useTranslations("panel");
  const groups = useGroups(feedbacks, filter);
  if (conditionsOf(filter) === 0) return null;
  return (
    <div className={styles.chips}>
      {filter.mine && <Chip label={t("mine")} onRemove={() => onChange({ mine: false })} />}
      {filter.unread && <Chip label={t("unread")} onRemove={() => onChange({ unread: false })} />}
      {groups.flatMap(({ list, choices }) =>
        choices
          .filter(({ value }) => (filter[list] as string[]).includes(value))
          .map(({ value, label }) => (
            <Chip
              key={`${list} ${value}`}
              label={label}
              onRemove={() => onChange(toggled(filter, list, value))}
            />
          )),
      )}
      <button type="button" className={styles.clear} onClick={() => onChange(widened(filter))}>
        {t("clear")}
      </button>
    </div>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const t = useTranslations("panel");
  return (
    <button
      type="button"
      className={styles.chip}
      aria-label={t("without", { label })}
      onClick={onRemove}
    >
      <span>{label}</span>
      <X aria-hidden="true" />
    </button>
  );
}
