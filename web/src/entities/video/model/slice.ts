import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  isAnyOf,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type VideoResponse } from "@/shared/api";
import { ephemeralFrame, projectEvent } from "@/shared/lib/realtime";

export type Video = VideoResponse;
export type VideosState = EntityState<Video, string> & {
  /** The titles of those that were deleted while this person saw them. */
  deleted: Record<string, string>;
};

export const videosAdapter = createEntityAdapter<Video>();

const slice = createSlice({
  name: "videos",
  initialState: videosAdapter.getInitialState({ deleted: {} }) as VideosState,
  reducers: {
    /** A page of a project's list. */
    videosRead: (state, { payload }: PayloadAction<Video[]>) => {
      videosAdapter.upsertMany(state, payload);
    },
    /** A project's whole list: what is not in it is gone. */
    videosLoaded: (state, { payload }: PayloadAction<{ projectId: string; videos: Video[] }>) => {
      const there = new Set(payload.videos.map(({ id }) => id));
      const gone = Object.values(state.entities).filter(
        ({ id, project_id }) => project_id === payload.projectId && !there.has(id),
      );
      videosAdapter.removeMany(
        state,
        gone.map(({ id }) => id),
      );
      videosAdapter.upsertMany(state, payload.videos);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(projectEvent, (state, { payload: event }) => {
        switch (event.type) {
          case "video.created":
          case "video.updated":
            if (!("redacted" in event.payload)) videosAdapter.upsertOne(state, event.payload);
            break;
          case "video.deleted":
            deleted(state, event.payload.id);
        }
      })
      .addCase(ephemeralFrame, (state, { payload: frame }) => {
        if (frame.type === "video.progress") {
          const { id, percent } = frame.payload;
          videosAdapter.updateOne(state, { id, changes: { progress: percent } });
        }
      })
      .addMatcher(api.endpoints.createVideo.matchFulfilled, (state, { payload }) => {
        const { upload: _, ...video } = payload;
        received(state, video);
      })
      .addMatcher(api.endpoints.completeUpload.matchFulfilled, (state, { payload }) =>
        received(state, payload),
      )
      .addMatcher(api.endpoints.reviewVideo.matchFulfilled, (state, { payload }) =>
        received(state, payload),
      )
      .addMatcher(api.endpoints.abortUpload.matchFulfilled, (state, { meta }) => {
        videosAdapter.removeOne(state, meta.arg.originalArgs.id);
      })
      .addMatcher(api.endpoints.updateVideo.matchFulfilled, (state, { payload }) =>
        received(state, payload),
      )
      .addMatcher(api.endpoints.deleteVideo.matchFulfilled, (state, { meta }) =>
        deleted(state, meta.arg.originalArgs.id),
      )
      .addMatcher(api.endpoints.getVideo.matchFulfilled, (state, { payload }) =>
        received(state, payload),
      )
      .addMatcher(
        isAnyOf(api.endpoints.listVideos.matchFulfilled, api.endpoints.listVersions.matchFulfilled),
        (state, { payload }) => {
          for (const video of payload) received(state, video);
        },
      );
  },
});

/** An answer may come after the events of what followed it. */
function received(state: VideosState, video: Video): void {
  const known = state.entities[video.id];
  if (!known || known.updated_at <= video.updated_at) videosAdapter.upsertOne(state, video);
}

function deleted(state: VideosState, id: string): void {
  const title = state.entities[id]?.title;
  if (title !== undefined) state.deleted[id] = title;
  videosAdapter.removeOne(state, id);
}

export const videosReducer = slice.reducer;
export const { videosLoaded, videosRead } = slice.actions;

type Root = { entities: { videos: VideosState } };
const selectAll = (state: Root) => state.entities.videos;

export const selectVideo = (state: Root, id: string): Video | undefined =>
  state.entities.videos.entities[id];

/** The title of a video that was deleted while this person saw it. */
export const selectDeletedVideo = (state: Root, id: string): string | undefined =>
  state.entities.videos.deleted[id];

/** The versions of one another, as a project's page shows them. */
export type Stack = {
  newest: Video;
  /** All that there are, the newest first. */
  versions: Video[];
  /** The newest version that can be watched; null while the only one is being uploaded. */
  playable: Video | null;
};

/** The stacks of a project, the one with the newest version first. */
export const selectStacks = createSelector(
  [selectAll, (_state: Root, projectId: string) => projectId],
  ({ entities }, projectId): Stack[] => {
    const stacks = new Map<string, Stack>();
    const newestFirst = Object.values(entities)
      .filter((video) => video.project_id === projectId)
      .sort((a, b) => b.version - a.version);
    for (const video of newestFirst) {
      const playable = video.status === "uploading" ? null : video;
      const stack = stacks.get(video.stack_id);
      if (stack) {
        stack.versions.push(video);
        stack.playable ??= playable;
      } else stacks.set(video.stack_id, { newest: video, versions: [video], playable });
    }
    return [...stacks.values()].sort((a, b) =>
      b.newest.created_at.localeCompare(a.newest.created_at),
    );
  },
);

/** All versions of a stack, the newest first. */
export const selectVersions = createSelector(
  [selectAll, (_state: Root, stackId: string) => stackId],
  ({ entities }, stackId): Video[] =>
    Object.values(entities)
      .filter((video) => video.stack_id === stackId)
      .sort((a, b) => b.version - a.version),
);
