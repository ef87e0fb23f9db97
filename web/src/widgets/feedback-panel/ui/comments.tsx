"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import type { Comment, Placed } from "@/entities/comment";
import { replyBegun } from "@/features/comment";
import { useAppDispatch } from "@/shared/lib/store";
import { Avatar } from "@/shared/ui";
import styles from "./comments.module.scss";

/** A thread is at most five deep; a narrow panel shows three steps. */
const STEPS = 3;

type Props = { thread: Placed[]; feedbackId: string; mayReply: boolean };

export function Comments({ thread, feedbackId, mayReply }: Props) {
  const t = useTranslations("room");
  return (
    <ul className={styles.list} data-testid="comment-list" aria-label={t("commentList")}>
      {thread.map(({ comment, depth }) => (
        <li key={comment.id} data-depth={Math.min(depth, STEPS)}>
          <One comment={comment} feedbackId={feedbackId} mayReply={mayReply} />
        </li>
      ))}
    </ul>
  );
}

type OneProps = { comment: Comment; feedbackId: string; mayReply: boolean };

function One({ comment, feedbackId, mayReply }: OneProps) {
  const t = useTranslations("room");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const dispatch = useAppDispatch();
  const { id, user, content, created_at, deleted_at, reactions } = comment;
  return (
    <article
      className={styles.comment}
      aria-busy={comment._optimistic}
      data-optimistic={comment._optimistic ? "" : undefined}
    >
      <div className={styles.who}>
        <Avatar person={user} small />
        <strong>{user.name}</strong>
        <time dateTime={created_at}>{format.relativeTime(new Date(created_at), now)}</time>
      </div>
      <p className={deleted_at ? styles.deleted : styles.text}>
        {deleted_at ? t("commentDeleted") : content}
      </p>
      <div className={styles.foot}>
        {Object.entries(reactions).map(([emoji, people]) => (
          <span key={emoji} className={styles.reaction}>
            {emoji} {people.length}
          </span>
        ))}
        {mayReply && !deleted_at && !comment._optimistic && (
          <button
            type="button"
            className={styles.reply}
            onClick={() => dispatch(replyBegun({ feedbackId, commentId: id }))}
          >
            {t("reply")}
          </button>
        )}
      </div>
    </article>
  );
}
