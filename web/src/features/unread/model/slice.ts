import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { ReadState } from "@/shared/api";
import { projectEvent } from "@/shared/lib/realtime";

/** What others have said and the reader has not seen. */
export type UnreadState = {
  meId: string | null;
  /** The video whose state was read. Comments on others are here too: nothing shows them. */
  videoId: string | null;
  feedbacks: Record<string, true>;
  /** By comment: the feedback that it is on. */
  comments: Record<string, string>;
};

type Loaded = { meId: string; videoId: string; state: ReadState };

const slice = createSlice({
  name: "unread",
  initialState: { meId: null, videoId: null, feedbacks: {}, comments: {} } as UnreadState,
  reducers: {
    readStateLoaded: (_state, { payload }: PayloadAction<Loaded>) => ({
      meId: payload.meId,
      videoId: payload.videoId,
      feedbacks: Object.fromEntries(payload.state.feedbacks.map((id) => [id, true as const])),
      comments: Object.fromEntries(
        payload.state.comments.map(({ id, feedback_id }) => [id, feedback_id]),
      ),
    }),
    /** What another device has seen meanwhile. New things come by events only, so none get lost. */
    readElsewhere: (state, { payload }: PayloadAction<ReadState>) => {
      const feedbacks = new Set(payload.feedbacks);
      const comments = new Set(payload.comments.map(({ id }) => id));
      for (const id in state.feedbacks) if (!feedbacks.has(id)) delete state.feedbacks[id];
      for (const id in state.comments) if (!comments.has(id)) delete state.comments[id];
    },
    seen: (state, { payload: ids }: PayloadAction<string[]>) => {
      for (const id of ids) {
        delete state.feedbacks[id];
        delete state.comments[id];
      }
    },
    allSeen: (state) => {
      state.feedbacks = {};
      state.comments = {};
    },
  },
  extraReducers: (builder) => {
    builder.addCase(projectEvent, (state, { payload: event }) => {
      switch (event.type) {
        case "feedback.created":
          if ("user" in event.payload && event.payload.user.id !== state.meId) {
            state.feedbacks[event.payload.id] = true;
          }
          break;
        case "comment.added":
          if ("user" in event.payload && event.payload.user.id !== state.meId) {
            state.comments[event.payload.id] = event.payload.feedback_id;
          }
          break;
        case "feedback.deleted": {
          const { id } = event.payload;
          delete state.feedbacks[id];
          for (const [comment, on] of Object.entries(state.comments)) {
            if (on === id) delete state.comments[comment];
          }
          break;
        }
        case "comment.deleted":
          delete state.comments[event.payload.id];
      }
    });
  },
});

export const unreadReducer = slice.reducer;
export const { allSeen, readElsewhere, readStateLoaded, seen } = slice.actions;

type Root = { features: { unread: UnreadState } };
export const selectIsUnread = (state: Root, id: string): boolean =>
  id in state.features.unread.feedbacks || id in state.features.unread.comments;
export const selectUnread = (state: Root): UnreadState => state.features.unread;
