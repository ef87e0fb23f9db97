import { videosLoaded, videosRead } from "@/entities/video";
import { readAll, type VideoResponse } from "@/shared/api";
import { projectRead } from "@/shared/lib/realtime";
import type { AppDispatch } from "@/shared/lib/store";

/** Read a project's videos, and return the seq from which the stream continues. */
export const loadVideos =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const query = { project_id: projectId, limit: "500" };
    const { items, seq } = await readAll<VideoResponse>("/api/v1/videos", query, signal, (videos) =>
      dispatch(videosRead(videos)),
    );
    dispatch(videosLoaded({ projectId, videos: items }));
    dispatch(projectRead({ projectId, seq }));
    return seq;
  };
