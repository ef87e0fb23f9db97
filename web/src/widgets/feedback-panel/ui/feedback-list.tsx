"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { MessageCircle, MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { Avatar, EmptyState } from "@/shared/ui";
import styles from "./feedback-list.module.scss";

const ESTIMATE = 92;

type Props = { feedbacks: Feedback[]; mayReview: boolean; onOpen: (feedback: Feedback) => void };

/** The feedback of a video by time. Only what is visible is in the page: there may be thousands. */
export function FeedbackList({ feedbacks, mayReview, onOpen }: Props) {
  const t = useTranslations("room");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: feedbacks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => feedbacks[index]?.id ?? index,
    overscan: 6,
  });
  return (
    <div ref={scroller} className={styles.scroller}>
      {feedbacks.length === 0 && (
        <EmptyState icon={<MessagesSquare />} title={t("noFeedback")}>
          {mayReview ? t("noFeedbackHelp") : null}
        </EmptyState>
      )}
      <ol
        className={styles.list}
        style={{ height: rows.getTotalSize() }}
        data-testid="feedback-list"
      >
        {rows.getVirtualItems().map((row) => {
          const feedback = feedbacks[row.index];
          return (
            feedback && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                aria-setsize={feedbacks.length}
                aria-posinset={row.index + 1}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Item feedback={feedback} onOpen={onOpen} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

function Item({ feedback, onOpen }: { feedback: Feedback; onOpen: (feedback: Feedback) => void }) {
  const t = useTranslations("room");
  const { user, timecode, content, status, priority, comments_count } = feedback;
  return (
    <button
      type="button"
      className={styles.item}
      data-optimistic={feedback._optimistic ? "" : undefined}
      aria-busy={feedback._optimistic}
      onClick={() => onOpen(feedback)}
    >
      <span className={styles.top}>
        <span className={styles.timecode}>{timecode}</span>
        <StatusMark status={status} bare />
        {(priority === "high" || priority === "critical") && (
          <span className={styles.priority} data-priority={priority}>
            {t(`priorities.${priority}`)}
          </span>
        )}
      </span>
      <span className={styles.content}>{content}</span>
      <span className={styles.bottom}>
        <Avatar person={user} small />
        <span className={styles.name}>{user.name}</span>
        {comments_count > 0 && (
          <span className={styles.comments}>
            <MessageCircle aria-hidden="true" />
            <span className={styles.hidden}>{t("comments", { count: comments_count })}</span>
            <span aria-hidden="true">{comments_count}</span>
          </span>
        )}
      </span>
    </button>
  );
}
