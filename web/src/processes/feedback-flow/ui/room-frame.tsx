"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useSelector } from "react-redux";
import { isAtLeast, type Project } from "@/entities/project";
import type { Video } from "@/entities/video";
import { selectMe } from "@/features/auth";
import { useTitle } from "@/shared/lib/address";
import type { WebSocketManager } from "@/shared/lib/realtime";
import { useAboveKeyboard } from "@/shared/lib/viewport";
import { part } from "@/shared/parts";
import { Skeleton } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { NewerVersion, Presence, ReviewMenu, RoomTitle } from "@/widgets/room-header";
import { ConnectionBar, FollowingBar } from "./lazy-live";
import { PanelSkeleton } from "./lazy-panel";
import styles from "./room.module.scss";

const NamePrompt = part(() => import("@/features/invitation").then((module) => module.NamePrompt));

type Props = {
  project: Project;
  href: string | null;
  video: Video;
  onVideo: (id: string) => void;
  onVersion: (id: string) => void;
  onCompare: (id: string) => void;
  manager: WebSocketManager;
  /** What is said about a comparison, if there is one. */
  comparison?: ReactNode;
  children: ReactNode;
};

/** The header of the room and the place below it. */
export function RoomFrame({ manager, comparison, children, ...title }: Props) {
  const live = useTranslations("live");
  const me = useSelector(selectMe);
  const above = useAboveKeyboard();
  const isWriting = above !== null;
  useEffect(() => {
    if (isWriting) document.activeElement?.scrollIntoView({ block: "nearest" });
  }, [isWriting]);
  useTitle(title.video.title, title.project.name);
  return (
    <div
      className={styles.page}
      data-keyboard={above ? "" : undefined}
      style={above ? { height: above.height, translate: `0 ${above.top}px` } : undefined}
    >
      <AppHeader
        actions={
          <>
            {title.video.status === "ready" && (
              <ReviewMenu video={title.video} mayDecide={isAtLeast(title.project.role, "editor")} />
            )}
            <Presence meId={me?.id} videoId={title.video.id} onVideo={title.onVideo} />
            {me?.kind === "guest" && <NamePrompt name={me.name} />}
          </>
        }
      >
        <RoomTitle {...title} />
      </AppHeader>
      <section className={styles.bars} aria-label={live("state")}>
        <ConnectionBar manager={manager} projectHref={title.href} />
        <FollowingBar onVideo={title.onVideo} />
        {comparison || <NewerVersion video={title.video} onVersion={title.onVersion} />}
      </section>
      <main id="content" className={styles.main}>
        {children}
      </main>
    </div>
  );
}

export function RoomSkeleton() {
  const t = useTranslations("common");
  return (
    <div className={styles.page} aria-busy="true">
      <AppHeader>
        <Skeleton height={24} />
      </AppHeader>
      <main id="content" className={styles.main} aria-label={t("loading")}>
        <div className={styles.left}>
          <div className={styles.darkness} />
          <div className={styles.waiting}>
            <Skeleton height={48} />
          </div>
        </div>
        <PanelSkeleton />
      </main>
    </div>
  );
}
