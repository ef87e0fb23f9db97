"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectDeletedProject } from "@/entities/project";
import { selectDeletedVideo } from "@/entities/video";
import { EmptyState, LinkButton } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { KeptTexts } from "@/widgets/unsent-texts";
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
        <div className={styles.texts}>
          <KeptTexts videoId={videoId} />
        </div>
      </main>
    </>
  );
}
