"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { api, type UserInfo } from "@/shared/api";
import { clockOf } from "@/shared/lib/frames";
import { Avatar, Logo } from "@/shared/ui";
import type { Deed, Target } from "../lib/deeds";
import styles from "./activity.module.scss";

type Props = { deed: Deed; projectId: string; people: Map<string, UserInfo> };

/** One sentence, what was written, and the way to the moment that it is about. */
export function DeedRow({ deed, projectId, people }: Props) {
  const format = useFormatter();
  const actor = deed.actor ? people.get(deed.actor) : undefined;
  const href = useHref(projectId, deed.target);
  const content = (
    <>
      {deed.actor ? (
        <Avatar person={actor ?? { id: deed.actor, name: "?", avatar_url: null }} />
      ) : (
        <span className={styles.system} aria-hidden="true">
          <Logo named={false} />
        </span>
      )}
      <span className={styles.what}>
        <span>
          <Sentence deed={deed} name={actor?.name} />
          {deed.moment !== undefined && (
            <span className={styles.moment}>{clockOf(deed.moment)}</span>
          )}
        </span>
        {deed.text && <q className={styles.text}>{deed.text}</q>}
      </span>
      <time dateTime={deed.at} className={styles.when}>
        {format.dateTime(new Date(deed.at), { timeStyle: "short" })}
      </time>
    </>
  );
  return href ? (
    <Link href={href} className={styles.row}>
      {content}
    </Link>
  ) : (
    <div className={styles.row}>{content}</div>
  );
}

function Sentence({ deed, name }: { deed: Deed; name: string | undefined }) {
  const t = useTranslations("activity");
  const room = useTranslations("room");
  const { kind, person = "", title = "", emoji = "", role, status, priority } = deed;
  return (
    <span>
      {t.rich(`deeds.${kind}`, {
        b: (chunks: ReactNode) => <b>{chunks}</b>,
        name: name ?? t("someone"),
        person: person || t("someone"),
        title,
        emoji,
        role: role ? t(`roles.${role}`) : "",
        status: status ? room(`statuses.${status}`) : "",
        priority: priority ? room(`priorities.${priority}`) : "",
      })}
    </span>
  );
}

/** The address of a moment. A comment's event does not name the video, so its feedback is asked. */
function useHref(projectId: string, { videoId, feedbackId, commentId }: Target): string | null {
  const asks = Boolean(feedbackId && !videoId);
  const { data } = api.useGetFeedbackQuery({ id: feedbackId ?? "" }, { skip: !asks });
  const video = videoId ?? data?.video_id;
  if (!video) return null;
  const query = new URLSearchParams({
    ...(feedbackId && { feedback: feedbackId }),
    ...(commentId && { comment: commentId }),
  });
  return `/projects/${projectId}/videos/${video}${feedbackId ? `?${query}` : ""}`;
}
