"use client";

import { MessageSquarePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Feedback } from "@/entities/feedback";
import type { UserInfo } from "@/shared/api";
import { Button } from "@/shared/ui";
import { FeedbackList } from "./feedback-list";
import styles from "./feedback-panel.module.scss";
import { Thread } from "./thread";

type Props = {
  feedbacks: Feedback[];
  open: Feedback | undefined;
  me: UserInfo;
  /** What the reader's role lets them do. */
  mayReview: boolean;
  mayChange: boolean;
  /** The form for a new feedback, while it is open. */
  form: ReactNode;
  /** What has not been sent yet. */
  drafts: ReactNode;
  onGive: () => void;
  onOpen: (feedback: Feedback) => void;
  onClose: () => void;
  onTyping: (feedbackId: string) => void;
};

/** All feedback of the video, or the thread of one. */
export function FeedbackPanel({ open, form, drafts, ...props }: Props) {
  const t = useTranslations("room");
  return (
    <aside className={styles.panel} aria-label={t("feedback")} data-testid="feedback-panel">
      {open ? (
        <Thread {...props} feedback={open} />
      ) : (
        <>
          <header className={styles.header}>
            <h2>
              {t("feedback")} <span className={styles.count}>{props.feedbacks.length}</span>
            </h2>
            {props.mayReview && !form && (
              <Button kind="primary" small onClick={props.onGive} data-testid="give-feedback">
                <MessageSquarePlus aria-hidden="true" />
                {t("give")}
              </Button>
            )}
          </header>
          {form}
          {drafts}
          <FeedbackList {...props} />
        </>
      )}
    </aside>
  );
}
