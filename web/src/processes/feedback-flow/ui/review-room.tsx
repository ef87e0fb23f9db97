"use client";

import { useMemo } from "react";
import { useSelector } from "react-redux";
import { isAtLeast, selectProject } from "@/entities/project";
import { selectVideo, type Video } from "@/entities/video";
import { Playback, PlaybackProvider } from "@/features/video-player";
import { api, refusalOf } from "@/shared/api";
import { framesOf } from "@/shared/lib/frames";
import { Following } from "./lazy-live";
import { usePanelSoon } from "./lazy-panel";
import { RoomFrame, RoomSkeleton } from "./room-frame";
import { NotReady, RoomRefused } from "./room-states";
import { RoomView } from "./room-view";
import { useCursor, useLive } from "./use-live";

/** What a link into the room names besides the video. */
export type Place = { feedbackId: string | null; commentId: string | null; time: number | null };

type Props = {
  projectId: string;
  videoId: string;
  place: Place;
  /** Where the project's name leads; null for guests. */
  projectHref: string | null;
  onVideo: (id: string) => void;
};
type State = Parameters<typeof selectVideo>[0] & Parameters<typeof selectProject>[0];

/** The room in which a video is reviewed, of members and guests alike. */
export function ReviewRoom({ projectId, videoId, place, projectHref, onVideo }: Props) {
  const projectQuery = api.useGetProjectQuery({ id: projectId });
  const videoQuery = api.useGetVideoQuery({ id: videoId });
  const { data: videos = [] } = api.useListVideosQuery({ projectId });
  const project = useSelector((state: State) => selectProject(state, projectId));
  const video = useSelector((state: State) => selectVideo(state, videoId));
  const manager = useLive(projectId, videoId);
  usePanelSoon();
  const playback = usePlaybackOf(video);
  const mayReview = project !== undefined && isAtLeast(project.role, "reviewer");
  useCursor(manager, videoId, mayReview ? playback : null);

  const error = projectQuery.error ?? videoQuery.error;
  if (error && !(project && video)) {
    const retry = () => {
      void projectQuery.refetch();
      void videoQuery.refetch();
    };
    return <RoomRefused status={refusalOf(error).status} onAgain={retry} />;
  }
  if (!project || !video) return <RoomSkeleton />;
  const header = { project, href: projectHref, video, others: videos, onVideo };
  if (!playback || video.status !== "ready") {
    return (
      <RoomFrame {...header} manager={manager}>
        <NotReady video={video} />
      </RoomFrame>
    );
  }
  return (
    <RoomFrame {...header} manager={manager}>
      <PlaybackProvider playback={playback}>
        <RoomView
          key={video.id}
          video={video}
          role={project.role}
          place={place}
          onTyping={(id) => manager.typing(id)}
          following={<Following video={video} manager={manager} mayLead={mayReview} />}
        />
      </PlaybackProvider>
    </RoomFrame>
  );
}

/** The player's state, which lasts as long as the video: not every event of the video begins anew. */
function usePlaybackOf(video: Video | undefined): Playback | null {
  const {
    id,
    duration,
    frame_rate,
    start_timecode = "",
    variable_frame_rate = false,
  } = video ?? {};
  return useMemo(() => {
    if (!id || !duration) return null;
    const facts = { frame_rate: frame_rate ?? null, start_timecode, variable_frame_rate };
    return new Playback(framesOf(facts), duration);
  }, [id, duration, frame_rate, start_timecode, variable_frame_rate]);
}
