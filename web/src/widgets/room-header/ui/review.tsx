"use client";

import { Check, MessageSquareWarning, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Ago, Avatar, Button, Notice, TextArea } from "@/shared/ui";
import styles from "./review.module.scss";
import { ReviewHistory } from "./review-history";
import { ReviewIcon } from "./review-mark";

const NOTE_MOST = 5000;

type Status = Video["review_status"];
type Props = {
  video: Video;
  mayDecide: boolean;
  /** What is typed; it outlives the popover, which a press beside it closes. */
  note: string;
  onNote: (note: string) => void;
  onDone: () => void;
};

/** The decision that there is, and the means to make another one. */
export function Review({ video, mayDecide, note, onNote, onDone }: Props) {
  const t = useTranslations("review");
  const reason = useReason();
  const [decide, { isLoading }] = api.useReviewVideoMutation();
  const [error, setError] = useState("");
  const text = note.trim();

  async function give(status: Status): Promise<void> {
    // As the API does: whoever has to change something must know what.
    if (status === "changes_requested" && !text) return setError(t("noteNeeded"));
    const reviewVideo = status === "pending" || !text ? { status } : { status, note: text };
    const answer = await decide({ id: video.id, reviewVideo });
    if (!answer.error) {
      onNote("");
      return onDone();
    }
    const refusal = refusalOf(answer.error);
    setError(Object.values(refusal.fields)[0] ?? reason(refusal));
  }

  return (
    <div className={styles.body}>
      <Decision video={video} />
      {mayDecide && (
        <>
          <TextArea
            label={t("note")}
            placeholder={t("notePlaceholder")}
            rows={3}
            maxLength={NOTE_MOST}
            value={note}
            aria-invalid={error !== ""}
            onChange={(event) => {
              onNote(event.target.value);
              setError("");
            }}
          />
          {error && <Notice kind="error">{error}</Notice>}
          <div className={styles.actions}>
            <Button
              kind="primary"
              busy={isLoading}
              data-testid="approve"
              onClick={() => void give("approved")}
            >
              <Check aria-hidden="true" />
              {t("approve")}
            </Button>
            <Button busy={isLoading} onClick={() => void give("changes_requested")}>
              <MessageSquareWarning aria-hidden="true" />
              {t("requestChanges")}
            </Button>
            {video.review_status !== "pending" && (
              <Button busy={isLoading} onClick={() => void give("pending")}>
                <RotateCcw aria-hidden="true" />
                {t("withdraw")}
              </Button>
            )}
          </div>
        </>
      )}
      <ReviewHistory key={video.updated_at} video={video} />
    </div>
  );
}

function Decision({ video }: { video: Video }) {
  const t = useTranslations("review");
  const { review_status: status, review_note: note, reviewed_by: by, reviewed_at: at } = video;
  if (status === "pending") return <p className={styles.muted}>{t("undecided")}</p>;
  return (
    <div className={styles.decision}>
      {by && (
        <p>
          <Avatar person={by} small />
          <span>{t(status, { name: by.name })}</span>
          <ReviewIcon status={status} />
          {at && <Ago at={at} />}
        </p>
      )}
      {note && <blockquote>{note}</blockquote>}
    </div>
  );
}
