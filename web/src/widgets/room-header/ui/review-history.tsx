import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { api, type VideoReviewResponse } from "@/shared/api";
import { Ago, Avatar, Button } from "@/shared/ui";
import styles from "./review.module.scss";
import { ReviewIcon } from "./review-mark";

const FIRST = 20;
/** The API gives so many at once. */
const MOST = 500;

/** The decisions before the one that holds, the newest first. Each change of the video asks anew. */
export function ReviewHistory({ video }: { video: Video }) {
  const t = useTranslations("review");
  const [limit, setLimit] = useState(FIRST);
  const { data = [] } = api.useListReviewsQuery(
    { id: video.id, limit },
    { refetchOnMountOrArgChange: true },
  );
  const earlier = video.review_status === "pending" ? data : data.slice(1);
  if (earlier.length === 0) return null;
  return (
    <details open className={styles.history} data-testid="review-history">
      <summary>{t("earlier")}</summary>
      <ol>
        {earlier.map((decision) => (
          <li key={decision.id} className={styles.decision}>
            <Made decision={decision} />
          </li>
        ))}
      </ol>
      {data.length === limit && limit < MOST && (
        <Button kind="quiet" small onClick={() => setLimit(MOST)}>
          {t("more")}
        </Button>
      )}
    </details>
  );
}

function Made({ decision }: { decision: VideoReviewResponse }) {
  const t = useTranslations("review");
  const { status, reviewer, note, created_at, withdrawn_by, withdrawn_at } = decision;
  return (
    <>
      <p>
        <Avatar person={reviewer} small />
        <span>{t(status, { name: reviewer.name })}</span>
        <ReviewIcon status={status} />
        <Ago at={created_at} />
      </p>
      {note && <blockquote>{note}</blockquote>}
      {withdrawn_by && withdrawn_at && (
        <p className={styles.withdrawn}>
          <span>{t("withdrawnBy", { name: withdrawn_by.name })}</span>
          <Ago at={withdrawn_at} />
        </p>
      )}
    </>
  );
}
