"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import type { Comment } from "@/entities/comment";
import type { Feedback } from "@/entities/feedback";
import type { Role } from "@/entities/project";
import { deleteComment, replyBegun } from "@/features/comment";
import { Reactions } from "@/features/reaction";
import { editBegun, selectEdit, TextEdit } from "@/features/text-edit";
import { useSeen } from "@/features/unread";
import { useAppDispatch } from "@/shared/lib/store";
import { Avatar, BotBadge, MentionedText } from "@/shared/ui";
import { linkTo } from "../lib/link";
import { rightsOver } from "../lib/rights";
import styles from "./comments.module.scss";
import { MoreMenu } from "./more-menu";

const MAX_LENGTH = 2000;

type Props = {
  comment: Comment;
  feedback: Feedback;
  /** The video in whose room it is read. */
  videoId: string;
  linked: boolean;
  meId: string;
  role: Role;
};

/** One comment of a thread. */
export function CommentView({ linked, ...props }: Props) {
  const { comment, feedback, meId, role } = props;
  const t = useTranslations("room");
  const panel = useTranslations("panel");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const edit = useSelector((state: Parameters<typeof selectEdit>[0]) =>
    selectEdit(state, comment.id),
  );
  const element = useRef<HTMLElement>(null);
  const isUnread = useSeen(element, comment.id);
  useEffect(() => {
    if (linked) element.current?.scrollIntoView({ block: "center" });
  }, [linked]);
  const { user, content, created_at, updated_at, deleted_at } = comment;
  const { mayEdit } = rightsOver(comment, meId, role);
  const isThere = !deleted_at && !comment._optimistic;
  const wasEdited = isThere && updated_at !== created_at;
  return (
    <article
      ref={element}
      className={styles.comment}
      aria-busy={comment._optimistic}
      data-optimistic={comment._optimistic ? "" : undefined}
      data-linked={linked ? "" : undefined}
    >
      <div className={styles.who}>
        <Avatar person={user} small />
        <strong>{user.name}</strong>
        <BotBadge person={user} />
        <time dateTime={created_at}>{format.relativeTime(new Date(created_at), now)}</time>
        {isUnread && (
          <span className={styles.unread} data-testid="unread">
            {panel("new", { count: 1 })}
          </span>
        )}
        {wasEdited && <span className={styles.edited}>{panel("edited")}</span>}
      </div>
      {edit && isThere && mayEdit ? (
        <div className={styles.edit}>
          <TextEdit
            projectId={feedback.project_id}
            mentions={comment.mentions}
            edit={edit}
            maxLength={MAX_LENGTH}
          />
        </div>
      ) : (
        <p className={deleted_at ? styles.deleted : styles.text}>
          {deleted_at ? (
            t("commentDeleted")
          ) : (
            <MentionedText text={content} people={comment.mentions} meId={meId} />
          )}
        </p>
      )}
      {isThere && <Foot {...props} />}
    </article>
  );
}

/** Reactions, and what can be done with a comment. */
function Foot({ comment, feedback, videoId, meId, role }: Omit<Props, "linked">) {
  const t = useTranslations("room");
  const panel = useTranslations("panel");
  const dispatch = useAppDispatch();
  const { mayReview, mayEdit, mayDelete } = rightsOver(comment, meId, role);
  const { id, content, etag, user, feedback_id } = comment;
  const link = () =>
    linkTo({
      projectId: feedback.project_id,
      videoId: feedback.video_id,
      feedbackId: feedback_id,
      commentId: id,
    });
  const edit = () =>
    dispatch(
      editBegun({ kind: "comment", id, feedbackId: feedback_id, videoId, before: content, etag }),
    );
  return (
    <div className={styles.foot}>
      <Reactions
        target={{ kind: "comment", id }}
        people={comment.reactions}
        meId={meId}
        mayReact={mayReview}
      />
      {mayReview && (
        <button
          type="button"
          className={styles.reply}
          onClick={() => dispatch(replyBegun({ feedbackId: feedback_id, commentId: id }))}
        >
          {t("reply")}
        </button>
      )}
      <MoreMenu
        label={panel("moreOf", { name: user.name })}
        link={link}
        onEdit={mayEdit ? edit : undefined}
        onDelete={mayDelete ? () => dispatch(deleteComment(id, panel("notDone"))) : undefined}
        question={panel("deleteComment")}
        help={panel("deleteCommentHelp")}
      />
    </div>
  );
}
