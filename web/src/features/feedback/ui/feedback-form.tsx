"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import type { Video } from "@/entities/video";
import type { UserInfo } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Segmented, TextArea } from "@/shared/ui";
import { FeedbackSchema } from "../lib/validation";
import { giveFeedback } from "../model/actions";
import { draftChanged, formClosed, selectDraft } from "../model/form-slice";
import styles from "./feedback-form.module.scss";

const PRIORITIES = ["low", "medium", "high", "critical"] as const;

type Props = {
  me: UserInfo;
  video: Video;
  frame: number;
  timecode: string;
  onGiven: (id: string) => void;
};

/** Says what must change at the moment that is shown. */
export function FeedbackForm({ me, video, frame, timecode, onGiven }: Props) {
  const t = useTranslations("room");
  const dispatch = useAppDispatch();
  const draft = useSelector((state: Parameters<typeof selectDraft>[0]) =>
    selectDraft(state, video.id),
  );
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { content, priority } = draft;
  const isValid = FeedbackSchema.safeParse({ videoId: video.id, timestamp: 0, content }).success;

  async function send(): Promise<void> {
    if (!isValid) return;
    const given = { video, frame, me, draft, refused: t("notSent") };
    const id = await dispatch(giveFeedback(given));
    if (id) onGiven(id);
  }

  const change = (changes: Partial<typeof draft>) =>
    dispatch(draftChanged({ videoId: video.id, changes }));
  return (
    <form
      className={styles.form}
      data-testid="feedback-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        ref={field}
        label={t("feedbackAt", { timecode })}
        placeholder={t("addFeedback")}
        data-testid="feedback-input"
        maxLength={5000}
        rows={3}
        value={content}
        onChange={(event) => change({ content: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === "Escape") dispatch(formClosed());
        }}
      />
      <Segmented
        label={t("priority")}
        value={priority}
        onChange={(value) => change({ priority: value })}
        options={PRIORITIES.map((value) => ({ value, label: t(`priorities.${value}`) }))}
      />
      <div className={styles.actions}>
        <Button kind="quiet" small onClick={() => dispatch(formClosed())}>
          {t("close")}
        </Button>
        <Button
          kind="primary"
          small
          type="submit"
          disabled={!isValid}
          data-testid="submit-feedback"
        >
          {t("submit", { timecode })}
        </Button>
      </div>
    </form>
  );
}
