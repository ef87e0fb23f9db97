"use client";

import { Film } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Place, ReviewRoom } from "@/processes/feedback-flow";
import { GuestDoor } from "@/processes/invitation-flow";
import { api } from "@/shared/api";
import { useIds, useQuery } from "@/shared/lib/address";
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
      <GuestRoom projectId={projectId} chosen={query.get("video")} place={place} />
    </GuestDoor>
  );
}

type Props = { projectId: string; chosen: string | null; place: Place };

/** What an address says about a video, besides which one it is. */
const OF_A_VIDEO = ["feedback", "comment", "t", "compare", "mode", "offset"];

/** The video to which the address leads, else the project's newest. */
function GuestRoom({ projectId, chosen, place }: Props) {
  const t = useTranslations("room");
  const { data: videos } = api.useListVideosQuery({ projectId });
  const videoId = chosen ?? videos?.find(({ status }) => status === "ready")?.id ?? videos?.[0]?.id;
  if (videoId) {
    return (
      <ReviewRoom
        projectId={projectId}
        videoId={videoId}
        place={place}
        projectHref={null}
        onVideo={goTo}
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

/** Another video of the project, in the same page. */
function goTo(id: string, query = new URLSearchParams()): void {
  const next = new URLSearchParams(window.location.search);
  for (const name of OF_A_VIDEO) next.delete(name);
  next.set("video", id);
  for (const [name, value] of query) next.set(name, value);
  window.history.pushState(null, "", `?${next}`);
}
