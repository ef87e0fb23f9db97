"use client";

import { useRouter } from "next/navigation";
import { MembersOnly } from "@/features/auth";
import { ReviewRoom } from "@/processes/feedback-flow";
import { useIds, useQuery } from "@/shared/lib/address";
import { KeptTexts } from "@/widgets/unsent-texts";

export function RoomPage() {
  const [projectId, videoId] = useIds();
  const query = useQuery();
  const router = useRouter();
  if (!projectId || !videoId) return null;
  const time = query.get("t");
  return (
    <MembersOnly unsent={<KeptTexts videoId={videoId} />}>
      <ReviewRoom
        projectId={projectId}
        videoId={videoId}
        projectHref={`/projects/${projectId}`}
        place={{
          feedbackId: query.get("feedback"),
          commentId: query.get("comment"),
          time: time === null ? null : Number(time),
        }}
        onVideo={(id, next) =>
          router.push(`/projects/${projectId}/videos/${id}${next?.size ? `?${next}` : ""}`)
        }
      />
    </MembersOnly>
  );
}
