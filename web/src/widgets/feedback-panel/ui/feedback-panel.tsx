"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useRef } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Role } from "@/entities/project";
import type { Video } from "@/entities/video";
import { OvertakenChange } from "@/features/feedback-changes";
import { api, type UserInfo } from "@/shared/api";
import styles from "./feedback-panel.module.scss";
import { Overview } from "./overview";
import { Thread } from "./thread";
import { useEarlier } from "./use-earlier";

export type Props = {
  video: Video;
  feedbacks: Feedback[];
  open: Feedback | undefined;
  /** A comment to which a link leads. */
  commentId: string | null;
  me: UserInfo;
  role: Role;
  /** The form for a new feedback, while it is open. */
  form: ReactNode;
  /** What has not been sent yet. */
  drafts: ReactNode;
  /** The list is read as a whole. */
  loaded: boolean;
  /** More that can be done with the list. */
  tools: ReactNode;
  onGive: () => void;
  onOpen: (feedback: Feedback) => void;
  onClose: () => void;
  onTyping: (feedbackId: string) => void;
};

/** All feedback of the video, or the thread of one. */
export function FeedbackPanel(props: Props) {
  const t = useTranslations("room");
  const { video, open } = props;
  const earlier = useEarlier(video);
  const place = useRef(0);
  // Whom one can assign something to, and what those who reacted are called.
  const { data: members } = api.useListMembersQuery({ id: video.project_id, limit: 500 });
  return (
    <aside className={styles.panel} aria-label={t("feedback")} data-testid="feedback-panel">
      {open ? (
        <Thread
          {...props}
          key={open.id}
          feedback={open}
          version={earlier.versionOf(open)}
          members={members ?? []}
        />
      ) : (
        <Overview {...props} earlier={earlier} members={members ?? []} place={place} />
      )}
      <OvertakenChange />
    </aside>
  );
}
