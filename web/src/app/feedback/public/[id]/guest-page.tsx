"use client";

import { Film } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Place, ReviewRoom } from "@/processes/feedback-flow";
import { GuestDoor } from "@/processes/invitation-flow";
import { api } from "@/shared/api";
import { useIds, useQuery } from "@/shared/lib/ids";
import { EmptyState } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";

export function GuestPage() {
  const [projectId] = useIds();
  const query = useQuery();
  if (!projectId) return null;
  const time = query.get("t");
  const place: Place = {
    feedbackId: query.get("feedback"),
    commentId: query.get("comment"),
    time: time === null ? null : Number(time),
  };
  return (
    <GuestDoor projectId={projectId} token={query.get("token")} link={query.get("link")}>
      <GuestRoom projectId={projectId} linked={query.get("video")} place={place} />
    </GuestDoor>
  );
}

type Props = { projectId: string; linked: string | null; place: Place };

/** The video to which the link leads, else the project's newest. */
function GuestRoom({ projectId, linked, place }: Props) {
  const t = useTranslations("room");
  const [chosen, setChosen] = useState(linked);
  const { data: videos } = api.useListVideosQuery({ projectId });
  const videoId = chosen ?? videos?.find(({ status }) => status === "ready")?.id ?? videos?.[0]?.id;
  if (videoId) {
    return (
      <ReviewRoom
        projectId={projectId}
        videoId={videoId}
        place={
          videoId === linked || !linked ? place : { feedbackId: null, commentId: null, time: null }
        }
        projectHref={null}
        onVideo={setChosen}
      />
    );
  }
  return (
    <>
      <AppHeader />
      <main id="content">
        {videos && (
          <EmptyState page icon={<Film />} title={t("noVideos")}>
            {t("noVideosHelp")}
          </EmptyState>
        )}
      </main>
    </>
  );
}
