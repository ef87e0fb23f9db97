"use client";

import { ArrowDownWideNarrow, ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Filter } from "@/features/feedback-filter";
import { IconButton, SearchField } from "@/shared/ui";
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
    <div className={styles.tools}>
      <div className={styles.row}>
        <SearchField
          small
          label={t("search")}
          value={filter.words}
          onChange={(words) => onChange({ words })}
        />
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
    </div>
  );
}
