import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SearchField, Select } from "@/shared/ui";
import { type Filter, ORDERS, REVIEWS, STATUSES } from "../lib/filter";
import type { useFilter } from "../model/use-filter";
import styles from "./project-videos.module.scss";

type Props = { filter: ReturnType<typeof useFilter>; children: ReactNode };

/** What is above the videos: the search among them, their order, and what can be done. */
export function VideoTools({ filter, children }: Props) {
  const t = useTranslations("videos");
  return (
    <div className={styles.tools}>
      <SearchField
        label={t("search")}
        value={filter.words}
        onChange={(words) => filter.change({ words })}
      />
      <Select<Filter["review"]>
        label={t("review")}
        value={filter.review}
        options={[
          { value: "all", label: t("allReviews") },
          ...REVIEWS.map((value) => ({ value, label: t(`reviews.${value}`) })),
        ]}
        onChange={(review) => filter.change({ review })}
      />
      <Select<Filter["status"]>
        label={t("status")}
        value={filter.status}
        options={[
          { value: "all", label: t("allStatuses") },
          ...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
        ]}
        onChange={(status) => filter.change({ status })}
      />
      <Select<Filter["order"]>
        label={t("order")}
        value={filter.order}
        options={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
        onChange={(order) => filter.change({ order })}
      />
      <span className={styles.found} role="status">
        {filter.isOn && t("found", { count: filter.found.length })}
      </span>
      {children}
    </div>
  );
}
