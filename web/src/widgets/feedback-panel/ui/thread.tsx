"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useSelector } from "react-redux";
import { selectThread } from "@/entities/comment";
import type { Feedback } from "@/entities/feedback";
import { CommentForm, loadThread } from "@/features/comment";
import type { Member } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, Skeleton } from "@/shared/ui";
import { rightsOver } from "../lib/rights";
import { Comments } from "./comments";
import { FeedbackBody } from "./feedback-body";
import type { Props as PanelProps } from "./feedback-panel";
import styles from "./thread.module.scss";
import { ThreadHeader } from "./thread-header";
import { TypingNote } from "./typing-note";
import { UnsentInThread } from "./unsent";

type Props = Pick<
  PanelProps,
  "video" | "me" | "role" | "commentId" | "onOpen" | "onClose" | "onTyping"
> & {
  feedback: Feedback;
  version: number | null;
  members: Member[];
};

export function Thread({ video, feedback, version, members, me, role, commentId, ...on }: Props) {
  const t = useTranslations("room");
  const thread = useSelector((state: Parameters<typeof selectThread>[0]) =>
    selectThread(state, feedback.id),
  );
  const { isLoading, isReady, failed, retry } = useThread(feedback);
  const end = useRef<HTMLDivElement>(null);
  const newest = thread.at(-1)?.comment;
  useEffect(() => {
    // One's own comment is scrolled to; others' don't move what one reads.
    if (newest?._optimistic) end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  const nameOf = (id: string) => {
    const answered = thread.find(({ comment }) => comment.id === id)?.comment;
    if (answered && !answered.deleted_at) return answered.user.name;
    return isReady ? null : undefined;
  };
  const rights = rightsOver(feedback, me.id, role);
  return (
    <>
      <ThreadHeader
        feedback={feedback}
        videoId={video.id}
        rights={rights}
        onOpen={on.onOpen}
        onClose={on.onClose}
      />
      <div className={styles.scroller}>
        <FeedbackBody
          feedback={feedback}
          version={version}
          meId={me.id}
          rights={rights}
          members={members}
        />
        {failed && (
          <Notice kind="error">
            {t("threadFailed")}{" "}
            <Button small onClick={retry}>
              {t("again")}
            </Button>
          </Notice>
        )}
        {isLoading && thread.length === 0 && feedback.comments_count > 0 && (
          <div className={styles.loading}>
            <Skeleton height={48} />
          </div>
        )}
        <Comments
          thread={thread}
          feedback={feedback}
          videoId={video.id}
          linkedId={commentId}
          meId={me.id}
          role={role}
        />
        <TypingNote feedbackId={feedback.id} meId={me.id} />
        <div ref={end} />
      </div>
      <UnsentInThread
        feedback={feedback}
        videoId={video.id}
        thread={thread}
        loaded={isReady}
        meId={me.id}
        role={role}
      />
      {rights.mayReview && !feedback._optimistic && (
        <CommentForm
          me={me}
          projectId={feedback.project_id}
          feedbackId={feedback.id}
          videoId={video.id}
          nameOf={nameOf}
          onTyping={() => on.onTyping(feedback.id)}
        />
      )}
    </>
  );
}

/** Read the thread when it is opened; from then on events keep it current. */
function useThread({ id, _optimistic }: Feedback) {
  const dispatch = useAppDispatch();
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    if (_optimistic) return;
    const stay = new AbortController();
    const { signal } = stay;
    setState("loading");
    dispatch(loadThread(id, signal)).then(
      () => !signal.aborted && setState("ready"),
      () => !signal.aborted && setState("failed"),
    );
    return () => stay.abort();
  }, [dispatch, id, _optimistic, attempt]);
  return {
    isLoading: state === "loading",
    isReady: state === "ready",
    failed: state === "failed",
    retry: () => setAttempt(attempt + 1),
  };
}
