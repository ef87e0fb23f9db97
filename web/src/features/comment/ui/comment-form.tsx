"use client";

import { CornerDownRight, SendHorizontal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useSelector } from "react-redux";
import type { UserInfo } from "@/shared/api";
import { mentionedIn, usePeople } from "@/shared/lib/mentions";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton } from "@/shared/ui";
import { MentionField } from "@/shared/ui/writing";
import { sendComment } from "../model/actions";
import { draftChanged, replyCancelled, selectDraft, selectReplyTo } from "../model/slice";
import styles from "./comment-form.module.scss";

type Props = {
  me: UserInfo;
  projectId: string;
  feedbackId: string;
  /** The video in whose room it is written. */
  videoId: string;
  /**
   * The name of whoever wrote the comment that is answered; null if that comment is gone, undefined
   * as long as it is not known.
   */
  nameOf: (commentId: string) => string | null | undefined;
  onTyping: () => void;
};
type State = Parameters<typeof selectDraft>[0];

export function CommentForm({ me, projectId, feedbackId, videoId, nameOf, onTyping }: Props) {
  const t = useTranslations("room");
  const dispatch = useAppDispatch();
  const content = useSelector((state: State) => selectDraft(state, feedbackId));
  const replyTo = useSelector((state: State) => selectReplyTo(state, feedbackId));
  const people = usePeople(projectId);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = content.trim();
  const name = replyTo ? nameOf(replyTo) : "";

  function send(): void {
    if (!text) return;
    const mentioned = new Set(mentionedIn(text, people));
    const mentions = people.filter(({ id }) => mentioned.has(id));
    // What it answers is gone: it is said about the feedback itself.
    const parentId = name === null ? undefined : replyTo;
    const given = { feedbackId, videoId, content: text, parentId, mentions, me };
    void dispatch(sendComment({ ...given, refused: t("notSent") }));
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo && (
        <p className={styles.reply}>
          <CornerDownRight aria-hidden="true" />
          <span>{name === null ? t("replyGone") : t("replyingTo", { name: name ?? "" })}</span>
          <IconButton
            small
            label={t("cancelReply")}
            onClick={() => dispatch(replyCancelled(feedbackId))}
          >
            <X />
          </IconButton>
        </p>
      )}
      <div className={styles.row}>
        <MentionField
          field={field}
          people={people}
          above
          label={t("comment")}
          placeholder={t("addComment")}
          data-testid="comment-input"
          rows={1}
          maxLength={2000}
          value={content}
          onChange={(typed) => {
            onTyping();
            dispatch(draftChanged({ id: feedbackId, videoId, content: typed }));
          }}
          onKeyDown={(event) => {
            // Back to the player's keys.
            if (event.key === "Escape") event.currentTarget.blur();
            // A phone's Enter begins a line.
            const sends = event.key === "Enter" && !event.shiftKey;
            if (!sends || window.matchMedia("(pointer: coarse)").matches) return;
            event.preventDefault();
            send();
          }}
        />
        <Button
          kind="primary"
          type="submit"
          aria-label={t("send")}
          disabled={!text}
          data-testid="submit-comment"
        >
          <SendHorizontal aria-hidden="true" />
        </Button>
      </div>
    </form>
  );
}
