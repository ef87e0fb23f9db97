import { threadsForgotten } from "@/entities/comment";
import { feedbacksAdded, feedbacksLoaded } from "@/entities/feedback";
import { loadThread } from "@/features/comment";
import { loadReadState } from "@/features/unread";
import { api, type FeedbackResponse, readAll } from "@/shared/api";
import { projectRead } from "@/shared/lib/realtime";
import type { AppDispatch } from "@/shared/lib/store";
import { roomLoaded } from "./slice";

/**
 * Read what the room shows, and return the seq from which the stream continues. The stream calls it
 * when it begins, and again when it can't resume; `openId` is the feedback whose thread is open.
 */
export const loadRoom =
  (
    projectId: string,
    videoId: string,
    meId: string,
    openId: () => string | null,
    signal: AbortSignal,
  ) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const query = {
      project_id: projectId,
      video_id: videoId,
      include_previous: "open",
      order: "timestamp",
      limit: "500",
      shapes: "path",
    };
    // What is there of a long list can be read while the rest comes.
    const { items, seq } = await readAll<FeedbackResponse>(
      "/api/v1/feedbacks",
      query,
      signal,
      (page) => dispatch(feedbacksAdded(page)),
    );
    dispatch(feedbacksLoaded(items));
    dispatch(roomLoaded(videoId));
    await dispatch(loadReadState(videoId, meId));
    const open = openId();
    dispatch(threadsForgotten(open));
    if (open && items.some(({ id }) => id === open)) await dispatch(loadThread(open, signal));
    const video = api.endpoints.getVideo.initiate(
      { id: videoId },
      { forceRefetch: true, subscribe: false },
    );
    await dispatch(video);
    signal.throwIfAborted();
    dispatch(projectRead({ projectId, seq }));
    return seq;
  };
