import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
} from "@reduxjs/toolkit";
import { api, type VideoResponse } from "@/shared/api";
import { ephemeralFrame, projectEvent } from "@/shared/lib/realtime";

export type Video = VideoResponse;
export type VideosState = EntityState<Video, string>;

export const videosAdapter = createEntityAdapter<Video>();

const slice = createSlice({
  name: "videos",
  initialState: videosAdapter.getInitialState(),
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(projectEvent, (state, { payload: event }) => {
        switch (event.type) {
          case "video.created":
          case "video.updated":
            if (!("redacted" in event.payload)) videosAdapter.upsertOne(state, event.payload);
            break;
          case "video.deleted":
            videosAdapter.removeOne(state, event.payload.id);
        }
      })
      .addCase(ephemeralFrame, (state, { payload: frame }) => {
        if (frame.type === "video.progress") {
          const { id, percent } = frame.payload;
          videosAdapter.updateOne(state, { id, changes: { progress: percent } });
        }
      })
      .addMatcher(api.endpoints.getVideo.matchFulfilled, videosAdapter.upsertOne)
      .addMatcher(api.endpoints.listVideos.matchFulfilled, videosAdapter.upsertMany)
      .addMatcher(api.endpoints.listVersions.matchFulfilled, videosAdapter.upsertMany);
  },
});

export const videosReducer = slice.reducer;

type Root = { entities: { videos: VideosState } };
const selectAll = (state: Root) => state.entities.videos;

export const selectVideo = (state: Root, id: string): Video | undefined =>
  state.entities.videos.entities[id];

/** The newest version of each stack of a project, the newest stack first. */
export const selectStacks = createSelector(
  [selectAll, (_state: Root, projectId: string) => projectId],
  ({ ids, entities }, projectId) => {
    const newest = new Map<string, Video>();
    for (const id of ids) {
      const video = entities[id];
      if (video?.project_id !== projectId) continue;
      const known = newest.get(video.stack_id);
      if (!known || known.version < video.version) newest.set(video.stack_id, video);
    }
    return [...newest.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
  },
);
