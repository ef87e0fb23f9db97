"use client";

import { useSelector } from "react-redux";
import { isAtLeast, selectProject } from "@/entities/project";
import { selectVideo } from "@/entities/video";
import {
  PlaybackProvider,
  useComparison,
  usePlaybackOf,
  withComparison,
} from "@/features/video-player";
import { api, refusalOf } from "@/shared/api";
import { ComparisonBar, Following, RoomGone } from "./lazy-live";
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
  /** Go to another video, with what its address says besides: the moment, a comparison. */
  onVideo: (id: string, query?: URLSearchParams) => void;
};
type State = Parameters<typeof selectVideo>[0] & Parameters<typeof selectProject>[0];

/** The room in which a video is reviewed, of members and guests alike. */
export function ReviewRoom({ projectId, videoId, place, projectHref, onVideo }: Props) {
  const projectQuery = api.useGetProjectQuery({ id: projectId });
  const videoQuery = api.useGetVideoQuery({ id: videoId });
  const videos = api.useListVideosQuery({ projectId });
  const project = useSelector((state: State) => selectProject(state, projectId));
  const video = useSelector((state: State) => selectVideo(state, videoId));
  const [comparison, compare] = useComparison();
  const compared = useSelector((state: State) => selectVideo(state, comparison?.videoId ?? ""));
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
    return <RoomRefused status={refusalOf(error).status} videoId={videoId} onAgain={retry} />;
  }
  if (!project || !video) {
    const wasThere = projectQuery.isSuccess && videoQuery.isSuccess;
    return wasThere ? <RoomGone {...{ projectId, videoId, projectHref }} /> : <RoomSkeleton />;
  }
  const isComparable = compared?.status === "ready" && compared.stack_id === video.stack_id;
  const other = isComparable && compared.id !== video.id ? compared : undefined;
  const there = (changed = new URLSearchParams()) => {
    if (playback) changed.set("t", playback.position.toFixed(3));
    return changed;
  };
  const header = {
    project,
    href: projectHref,
    video,
    manager,
    onVideo,
    onVersion: (id: string) => onVideo(id, there()),
    onCompare: (id: string) => compare({ videoId: id, mode: "side", offset: 0 }),
  };
  if (!playback || video.status !== "ready") {
    return (
      <RoomFrame {...header}>
        <NotReady video={video} />
      </RoomFrame>
    );
  }
  return (
    <RoomFrame
      {...header}
      comparison={
        comparison &&
        (other || videos.isSuccess) && (
          <ComparisonBar
            video={video}
            other={other}
            comparison={comparison}
            onChange={compare}
            onSwap={() => {
              const { offset } = comparison;
              const swapped = { ...comparison, videoId: video.id, offset: -offset };
              onVideo(comparison.videoId, there(withComparison(new URLSearchParams(), swapped)));
            }}
          />
        )
      }
    >
      <PlaybackProvider playback={playback}>
        <RoomView
          key={video.id}
          video={video}
          role={project.role}
          place={place}
          onTyping={(id) => manager.typing(id)}
          other={comparison && other ? { video: other, comparison } : undefined}
          following={<Following video={video} manager={manager} mayLead={mayReview} />}
        />
      </PlaybackProvider>
    </RoomFrame>
  );
}
