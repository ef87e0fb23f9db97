import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SearchField, Select } from "@/shared/ui";
import type { Review, useFilter } from "../model/use-filter";
import styles from "./project-videos.module.scss";

const REVIEWS = ["pending", "changes_requested", "approved"] as const;

type Props = { filter: ReturnType<typeof useFilter>; children: ReactNode };

/** What is above the videos: the search among them, and what can be done. */
export function VideoTools({ filter, children }: Props) {
  const t = useTranslations("videos");
  return (
    <div className={styles.tools}>
      <SearchField label={t("search")} value={filter.words} onChange={filter.setWords} />
      <Select<Review>
        label={t("review")}
        value={filter.review}
        options={[
          { value: "all", label: t("allReviews") },
          ...REVIEWS.map((value) => ({ value, label: t(`reviews.${value}`) })),
        ]}
        onChange={filter.setReview}
      />
      <span className={styles.found} role="status">
        {filter.isOn && t("found", { count: filter.found.length })}
      </span>
      {children}
    </div>
  );
}
