"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ListFilter, MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Unread } from "@/features/unread";
import { Button, EmptyState } from "@/shared/ui";
import { FeedbackItem } from "./feedback-item";
import styles from "./feedback-list.module.scss";
import type { Earlier } from "./use-earlier";

const ESTIMATE = 92;

type Props = {
  rows: Feedback[];
  /** What is open on earlier versions; it comes after the rows. */
  before: Feedback[];
  versionOf: Earlier["versionOf"];
  unread: Unread;
  narrowed: boolean;
  onWiden: () => void;
  mayReview: boolean;
  /** The chosen ones, while one chooses. */
  selected: ReadonlySet<string> | null;
  maySelect: (feedback: Feedback) => boolean;
  onSelected: (selected: ReadonlySet<string>) => void;
  onOpen: (feedback: Feedback) => void;
  place: RefObject<number>;
};

/** The feedback of a video. Only what is visible is in the page: there may be thousands. */
export function FeedbackList({
  rows,
  before,
  unread,
  selected,
  onSelected,
  place,
  ...props
}: Props) {
  const t = useTranslations("panel");
  const scroller = useRef<HTMLDivElement>(null);
  const { versionOf, maySelect, onOpen } = props;
  // null: the heading above what comes from earlier versions.
  const items = useMemo(
    () => (before.length > 0 ? [...rows, null, ...before] : rows),
    [rows, before],
  );
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index] === null ? 36 : ESTIMATE),
    getItemKey: (index) => items[index]?.id ?? "earlier",
    overscan: 6,
    initialOffset: place.current,
  });
  useEffect(() => {
    const element = scroller.current;
    return () => {
      place.current = element?.scrollTop ?? 0;
    };
  }, [place]);
  const onPress = useCallback(
    (feedback: Feedback) => {
      if (!selected) return onOpen(feedback);
      const next = new Set(selected);
      if (!next.delete(feedback.id)) next.add(feedback.id);
      onSelected(next);
    },
    [selected, onSelected, onOpen],
  );
  return (
    <div ref={scroller} className={styles.scroller}>
      {items.length === 0 && <Nothing {...props} />}
      <ol
        className={styles.list}
        style={{ height: virtual.getTotalSize() }}
        data-testid="feedback-list"
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const feedback = items[index];
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              {feedback ? (
                <FeedbackItem
                  feedback={feedback}
                  version={versionOf(feedback)}
                  unread={unread.get(feedback.id) ?? 0}
                  selected={selected && maySelect(feedback) ? selected.has(feedback.id) : null}
                  disabled={selected !== null && !maySelect(feedback)}
                  onPress={onPress}
                />
              ) : (
                <h3 className={styles.heading}>{t("earlier", { count: before.length })}</h3>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Nothing({
  narrowed,
  onWiden,
  mayReview,
}: Pick<Props, "narrowed" | "onWiden" | "mayReview">) {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  if (narrowed) {
    return (
      <EmptyState
        icon={<ListFilter />}
        title={t("nothingFound")}
        action={
          <Button small onClick={onWiden}>
            {t("clear")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState icon={<MessagesSquare />} title={room("noFeedback")}>
      {mayReview ? room("noFeedbackHelp") : null}
    </EmptyState>
  );
}
