"use client";

import { Check, ChevronLeft, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { changeFeedback, deleteFeedback } from "@/features/feedback-changes";
import { editBegun } from "@/features/text-edit";
import { useAppDispatch } from "@/shared/lib/store";
import { IconButton } from "@/shared/ui";
import { linkTo } from "../lib/link";
import type { Rights } from "../lib/rights";
import { MoreMenu } from "./more-menu";
import { StatusMenu } from "./status-menu";
import styles from "./thread.module.scss";

type Props = {
  feedback: Feedback;
  /** The video in whose room it is read. */
  videoId: string;
  rights: Rights;
  onOpen: (feedback: Feedback) => void;
  onClose: () => void;
};

/** The way back, the moment, the status, and what else can be done. */
export function ThreadHeader({ feedback, videoId, rights, onOpen, onClose }: Props) {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  const dispatch = useAppDispatch();
  const { id, status, content, etag } = feedback;
  const isDone = status === "resolved" || status === "closed";
  const change = (next: Feedback["status"]) =>
    void dispatch(changeFeedback(feedback, { status: next }, t("notDone")));
  const edit = () =>
    dispatch(editBegun({ kind: "feedback", id, feedbackId: id, videoId, before: content, etag }));
  const link = () =>
    linkTo({ projectId: feedback.project_id, videoId: feedback.video_id, feedbackId: id });
  return (
    <header className={styles.header}>
      <IconButton small label={room("allFeedback")} onClick={onClose}>
        <ChevronLeft />
      </IconButton>
      <button type="button" className={styles.timecode} onClick={() => onOpen(feedback)}>
        {feedback.timecode}
      </button>
      {rights.maySort && !feedback._optimistic ? (
        <>
          <IconButton
            small
            label={t(isDone ? "reopen" : "resolve")}
            onClick={() => change(isDone ? "open" : "resolved")}
          >
            {isDone ? <RotateCcw /> : <Check />}
          </IconButton>
          <StatusMenu status={status} onChange={change} />
        </>
      ) : (
        <StatusMark status={status} />
      )}
      {!feedback._optimistic && (
        <MoreMenu
          label={t("more")}
          link={link}
          onEdit={rights.mayEdit ? edit : undefined}
          onDelete={rights.mayDelete ? () => dispatch(deleteFeedback(id, t("notDone"))) : undefined}
          question={t("deleteFeedback")}
          help={t("deleteHelp")}
        />
      )}
    </header>
  );
}
