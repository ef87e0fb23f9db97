"use client";

import { ArrowDownWideNarrow, ListChecks, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Filter } from "@/features/feedback-filter";
import { IconButton } from "@/shared/ui";
import { FilterChips } from "./filter-chips";
import { FilterMenu } from "./filter-menu";
import styles from "./panel-tools.module.scss";

export type Tools = {
  filter: Filter;
  onChange: (changes: Partial<Filter>) => void;
  /** What there is to choose from. */
  feedbacks: Feedback[];
  earlier: Feedback[];
};
type Props = Tools & {
  selecting: boolean;
  onSelect: (() => void) | undefined;
  more: ReactNode;
};

/** Words, conditions and order of the list, and the switch to choosing several. */
export function PanelTools({ selecting, onSelect, more, ...tools }: Props) {
  const t = useTranslations("panel");
  const { filter, onChange } = tools;
  const isNewest = filter.order === "newest";
  return (
    <search className={styles.tools}>
      <div className={styles.row}>
        <label className={styles.search}>
          <Search aria-hidden="true" />
          <input
            type="search"
            aria-label={t("search")}
            placeholder={t("search")}
            maxLength={200}
            value={filter.words}
            onChange={(event) => onChange({ words: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              onChange({ words: "" });
              event.currentTarget.blur();
            }}
          />
          {filter.words && (
            <IconButton small label={t("clearWords")} onClick={() => onChange({ words: "" })}>
              <X />
            </IconButton>
          )}
        </label>
        <FilterMenu {...tools} />
        <IconButton
          small
          label={t(isNewest ? "byNewest" : "byTime")}
          onClick={() => onChange({ order: isNewest ? "time" : "newest" })}
        >
          <ArrowDownWideNarrow />
        </IconButton>
        {onSelect && (
          <IconButton
            small
            label={t("selectSeveral")}
            aria-pressed={selecting}
            kind={selecting ? "secondary" : "quiet"}
            onClick={onSelect}
          >
            <ListChecks />
          </IconButton>
        )}
        {more}
      </div>
      <FilterChips {...tools} />
    </search>
  );
}
