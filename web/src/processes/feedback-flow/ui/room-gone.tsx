"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectDeletedProject } from "@/entities/project";
import { selectDeletedVideo } from "@/entities/video";
import { selectMe } from "@/features/auth";
import { keptTexts } from "@/features/feedback";
import { EmptyState, LinkButton } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import styles from "./room-gone.module.scss";

type Props = {
  projectId: string;
  videoId: string;
  /** Null for guests, who have no other place. */
  projectHref: string | null;
};
type State = Parameters<typeof selectDeletedVideo>[0] & Parameters<typeof selectDeletedProject>[0];

/** The video was deleted while this person was in it, alone or with its project. */
export function RoomGone({ projectId, videoId, projectHref }: Props) {
  const t = useTranslations("manage");
  const project = useSelector((state: State) => selectDeletedProject(state, projectId));
  const video = useSelector((state: State) => selectDeletedVideo(state, videoId));
  const me = useSelector(selectMe);
  const texts = me ? keptTexts(me.id, videoId) : [];
  const isAll = project !== undefined;
  return (
    <>
      <AppHeader />
      <main id="content">
        <EmptyState
          page
          icon={<Trash2 />}
          title={t("gone", { name: project ?? video ?? "" })}
          action={
            projectHref && (
              <LinkButton href={isAll ? "/" : projectHref}>
                {t(isAll ? "toProjects" : "toVideos")}
              </LinkButton>
            )
          }
        >
          {t(isAll ? "projectGoneHelp" : "videoGoneHelp")}
        </EmptyState>
        {texts.length > 0 && (
          <section className={styles.texts} aria-labelledby="kept">
            <h2 id="kept">{t("keptTexts")}</h2>
            {texts.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        )}
      </main>
    </>
  );
}
