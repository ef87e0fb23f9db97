"use client";

import { useTranslations } from "next-intl";
import type { Placed } from "@/entities/comment";
import type { Feedback } from "@/entities/feedback";
import type { Role } from "@/entities/project";
import { CommentView } from "./comment-view";
import styles from "./comments.module.scss";

/** A thread is at most five deep; a narrow panel shows three steps. */
const STEPS = 3;

type Props = {
  thread: Placed[];
  feedback: Feedback;
  videoId: string;
  /** The comment to which a link leads. */
  linkedId: string | null;
  meId: string;
  role: Role;
};

export function Comments({ thread, linkedId, ...props }: Props) {
  const t = useTranslations("room");
  return (
    <ul className={styles.list} data-testid="comment-list" aria-label={t("commentList")}>
      {thread.map(({ comment, depth }) => (
        <li key={comment.id} data-depth={Math.min(depth, STEPS)}>
          <CommentView {...props} comment={comment} linked={comment.id === linkedId} />
        </li>
      ))}
    </ul>
  );
}
