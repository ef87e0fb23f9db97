"use client";

import { Check, MessageCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useRef } from "react";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { useSeen } from "@/features/unread";
import { Avatar } from "@/shared/ui";
import styles from "./feedback-list.module.scss";

type Props = {
  feedback: Feedback;
  /** The earlier version it was given on. */
  version: number | null;
  /** How much of it and its comments is unread. */
  unread: number;
  /** Whether it is chosen; null while nothing can be chosen. */
  selected: boolean | null;
  disabled: boolean;
  onPress: (feedback: Feedback) => void;
};

export const FeedbackItem = memo(function Item(props: Props) {
  const { feedback, version, unread, selected, disabled, onPress } = props;
  const element = useRef<HTMLButtonElement>(null);
  useSeen(element, feedback.id);
  const t = useTranslations("room");
  const panel = useTranslations("panel");
  const { user, timecode, content, status, priority, comments_count, assignee, reactions } =
    feedback;
  return (
    <button
      ref={element}
      type="button"
      className={styles.item}
      data-optimistic={feedback._optimistic ? "" : undefined}
      data-selecting={selected === null ? undefined : ""}
      aria-busy={feedback._optimistic}
      aria-pressed={selected ?? undefined}
      disabled={disabled}
      onClick={() => onPress(feedback)}
    >
      {selected !== null && (
        <span className={styles.box} data-checked={selected || undefined} aria-hidden="true">
          {selected && <Check />}
        </span>
      )}
      <span className={styles.top}>
        <span className={styles.timecode}>{timecode}</span>
        {version !== null && <span className={styles.version}>v{version}</span>}
        <StatusMark status={status} bare />
        {(priority === "high" || priority === "critical") && (
          <span className={styles.priority} data-priority={priority}>
            {t(`priorities.${priority}`)}
          </span>
        )}
        {unread > 0 && version === null && (
          <span className={styles.unread} data-testid="unread">
            {panel("new", { count: unread })}
          </span>
        )}
      </span>
      <span className={styles.content}>{content}</span>
      <span className={styles.bottom}>
        <Avatar person={user} small />
        <span className={styles.name}>
          {user.name}
          {assignee && ` → ${assignee.name}`}
        </span>
        {Object.entries(reactions).map(([emoji, count]) => (
          <span key={emoji}>
            {emoji} {count}
          </span>
        ))}
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
});
