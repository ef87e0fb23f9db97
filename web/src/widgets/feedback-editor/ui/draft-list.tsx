"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectDrafts, selectForm } from "@/features/feedback";
import { usePlayback } from "@/features/video-player";
import { timecodeOf } from "@/shared/lib/frames";
import { Notice } from "@/shared/ui";
import styles from "./feedback-form.module.scss";

type Props = { videoId: string; onOpen: (frame: number) => void };
type State = Parameters<typeof selectDrafts>[0];

/** What has not been sent yet: drafts at other moments, and what waits for the connection. */
export function DraftList({ videoId, onOpen }: Props) {
  const t = useTranslations("give");
  const playback = usePlayback();
  const { open, waiting } = useSelector(selectForm);
  const drafts = Object.values(useSelector((state: State) => selectDrafts(state, videoId)));
  const openFrame = open?.videoId === videoId ? open.frame : null;
  const others = drafts.filter(({ frame }) => frame !== openFrame);

  if (others.length === 0 && waiting.length === 0) return null;
  return (
    <section className={styles.drafts} aria-label={t("drafts")} data-testid="drafts">
      {waiting.length > 0 && <Notice kind="info">{t("waiting", { count: waiting.length })}</Notice>}
      {others.length > 0 && <h3>{t("drafts")}</h3>}
      <ul>
        {others.map((draft) => (
          <li key={draft.frame}>
            <button type="button" className={styles.draft} onClick={() => onOpen(draft.frame)}>
              <time>{timecodeOf(draft.frame, playback.frames)}</time>
              {draft.content || t("onlyDrawing")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
