import { threadsForgotten } from "@/entities/comment";
import { feedbacksLoaded } from "@/entities/feedback";
import { loadThread } from "@/features/comment";
import { api, type FeedbackResponse, readAll } from "@/shared/api";
import { projectRead } from "@/shared/lib/realtime";
import type { AppDispatch } from "@/shared/lib/store";

/**
 * Read what the room shows, and return the seq from which the stream continues. The stream calls it
 * when it begins, and again when it can't resume; `openId` is the feedback whose thread is open.
 */
export const loadRoom =
  (projectId: string, videoId: string, openId: () => string | null, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const { items, seq } = await readAll<FeedbackResponse>(
      "/api/v1/feedbacks",
      {
        project_id: projectId,
        video_id: videoId,
        order: "timestamp",
        limit: "500",
        shapes: "path",
      },
      signal,
    );
    dispatch(feedbacksLoaded({ videoId, feedbacks: items }));
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
