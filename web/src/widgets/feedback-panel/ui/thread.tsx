"use client";

import { ChevronLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useSelector } from "react-redux";
import { selectThread } from "@/entities/comment";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { CommentForm, loadThread } from "@/features/comment";
import type { UserInfo } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton, Notice, Skeleton } from "@/shared/ui";
import { Comments } from "./comments";
import { FeedbackBody } from "./feedback-body";
import { StatusMenu } from "./status-menu";
import styles from "./thread.module.scss";
import { TypingNote } from "./typing-note";

type Props = {
  feedback: Feedback;
  me: UserInfo;
  mayReview: boolean;
  mayChange: boolean;
  onOpen: (feedback: Feedback) => void;
  onClose: () => void;
  onTyping: (feedbackId: string) => void;
};

export function Thread({ feedback, me, mayReview, mayChange, onOpen, onClose, onTyping }: Props) {
  const t = useTranslations("room");
  const thread = useSelector((state: Parameters<typeof selectThread>[0]) =>
    selectThread(state, feedback.id),
  );
  const { isLoading, failed, retry } = useThread(feedback);
  const end = useRef<HTMLDivElement>(null);
  const newest = thread.at(-1)?.comment;
  useEffect(() => {
    // One's own comment is scrolled to; others' don't move what one reads.
    if (newest?._optimistic) end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  const nameOf = (id: string) => thread.find(({ comment }) => comment.id === id)?.comment.user.name;
  // Whoever gave it may set its status, too.
  const mayResolve = mayChange || feedback.user.id === me.id;
  return (
    <>
      <header className={styles.header}>
        <IconButton small label={t("allFeedback")} onClick={onClose}>
          <ChevronLeft />
        </IconButton>
        <button type="button" className={styles.timecode} onClick={() => onOpen(feedback)}>
          {feedback.timecode}
        </button>
        {mayResolve && !feedback._optimistic ? (
          <StatusMenu feedback={feedback} />
        ) : (
          <StatusMark status={feedback.status} />
        )}
      </header>
      <div className={styles.scroller}>
        <FeedbackBody feedback={feedback} />
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
        <Comments thread={thread} feedbackId={feedback.id} mayReply={mayReview} />
        <TypingNote feedbackId={feedback.id} meId={me.id} />
        <div ref={end} />
      </div>
      {mayReview && !feedback._optimistic && (
        <CommentForm
          me={me}
          projectId={feedback.project_id}
          feedbackId={feedback.id}
          nameOf={nameOf}
          onTyping={() => onTyping(feedback.id)}
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
    failed: state === "failed",
    retry: () => setAttempt(attempt + 1),
  };
}
