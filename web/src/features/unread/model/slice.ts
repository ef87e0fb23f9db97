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
  /** How much more there is: an answer lists the newest only. */
  older: number;
};

const olderThanListed = ({ unread_count, feedbacks, comments }: ReadState): number =>
  unread_count - feedbacks.length - comments.length;

type Loaded = { meId: string; videoId: string; state: ReadState };

const slice = createSlice({
  name: "unread",
  initialState: { meId: null, videoId: null, feedbacks: {}, comments: {}, older: 0 } as UnreadState,
  reducers: {
    readStateLoaded: (_state, { payload }: PayloadAction<Loaded>) => ({
      meId: payload.meId,
      videoId: payload.videoId,
      feedbacks: Object.fromEntries(payload.state.feedbacks.map((id) => [id, true as const])),
      comments: Object.fromEntries(
        payload.state.comments.map(({ id, feedback_id }) => [id, feedback_id]),
      ),
      older: olderThanListed(payload.state),
    }),
    /**
     * What was seen here or on another device meanwhile. New things come by events only, so none get
     * lost; older ones are taken up as soon as they are listed.
     */
    readElsewhere: (state, { payload }: PayloadAction<ReadState>) => {
      const feedbacks = new Set(payload.feedbacks);
      const comments = new Set(payload.comments.map(({ id }) => id));
      const older = olderThanListed(payload);
      if (state.older > 0) {
        for (const id of payload.feedbacks) state.feedbacks[id] = true;
        for (const { id, feedback_id } of payload.comments) state.comments[id] = feedback_id;
      }
      // Ids follow the time. What is older than a list that is not whole may still be unread.
      const oldest = older ? [...feedbacks, ...comments].sort()[0] : undefined;
      const isGone = (id: string, listed: Set<string>) =>
        !listed.has(id) && (oldest === undefined || id > oldest);
      const known = Object.keys({ ...state.feedbacks, ...state.comments });
      const kept = oldest === undefined ? 0 : known.filter((id) => id < oldest).length;
      for (const id in state.feedbacks) if (isGone(id, feedbacks)) delete state.feedbacks[id];
      for (const id in state.comments) if (isGone(id, comments)) delete state.comments[id];
      state.older = Math.max(0, older - kept);
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
      state.older = 0;
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
