import { createSelector, createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { ephemeralFrame, projectEvent } from "@/shared/lib/realtime";

/** A comment that is not sent yet. */
export type Reply = {
  /** The feedback that it is about. */
  id: string;
  /** The video in whose room it is written. */
  videoId: string;
  content: string;
  /** The comment that it answers. */
  replyTo?: string | undefined;
};

/** Who writes under which feedback, and what is being written here. */
export type CommentSystemState = {
  /** Texts that are not sent yet, by feedback. */
  drafts: Record<string, Omit<Reply, "replyTo">>;
  /** The comment that is answered, by feedback. */
  replyTo: Record<string, string>;
  /** By feedback and person: when they last pressed a key, in milliseconds since 1970. */
  typing: Record<string, Record<string, number>>;
};

const slice = createSlice({
  name: "commentSystem",
  initialState: { drafts: {}, replyTo: {}, typing: {} } as CommentSystemState,
  reducers: {
    draftChanged: (state, { payload }: PayloadAction<Omit<Reply, "replyTo">>) => {
      if (payload.content) state.drafts[payload.id] = payload;
      else delete state.drafts[payload.id];
    },
    /** It was refused: it comes back, above what was begun meanwhile. */
    draftReturned: (state, { payload }: PayloadAction<Reply>) => {
      const { replyTo, ...reply } = payload;
      const begun = state.drafts[reply.id]?.content;
      const content = begun ? `${reply.content}\n${begun}` : reply.content;
      state.drafts[reply.id] = { ...reply, content };
      if (replyTo) state.replyTo[reply.id] ??= replyTo;
    },
    /** What the device has kept, of what is not being written here. */
    draftsRestored: (state, { payload }: PayloadAction<Record<string, Reply>>) => {
      for (const { replyTo, ...reply } of Object.values(payload)) {
        if (state.drafts[reply.id]) continue;
        state.drafts[reply.id] = reply;
        if (replyTo) state.replyTo[reply.id] = replyTo;
      }
    },
    replyBegun: (state, { payload }: PayloadAction<{ feedbackId: string; commentId: string }>) => {
      state.replyTo[payload.feedbackId] = payload.commentId;
    },
    replyCancelled: (state, { payload: feedbackId }: PayloadAction<string>) => {
      delete state.replyTo[feedbackId];
    },
    sent: (state, { payload: feedbackId }: PayloadAction<string>) => {
      delete state.drafts[feedbackId];
      delete state.replyTo[feedbackId];
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(ephemeralFrame, (state, { payload: frame }) => {
        if (frame.type !== "typing") return;
        const { feedback_id, user_id } = frame.payload;
        state.typing[feedback_id] = { ...state.typing[feedback_id], [user_id]: Date.now() };
      })
      .addCase(projectEvent, (state, { payload: event }) => {
        // Whoever has sent it is done typing.
        if (event.type === "comment.added" && "user" in event.payload) {
          delete state.typing[event.payload.feedback_id]?.[event.payload.user.id];
        }
      });
  },
});

export const commentSystemReducer = slice.reducer;
export const { draftChanged, draftReturned, draftsRestored, replyBegun, replyCancelled, sent } =
  slice.actions;

type Root = { features: { commentSystem: CommentSystemState } };
const NOBODY: Record<string, number> = {};
export const selectDraft = (state: Root, feedbackId: string) =>
  state.features.commentSystem.drafts[feedbackId]?.content ?? "";
/** What is not sent yet in a video's room. */
export const selectReplies = createSelector(
  [
    (state: Root) => state.features.commentSystem.drafts,
    (state: Root) => state.features.commentSystem.replyTo,
    (_state: Root, videoId: string) => videoId,
  ],
  (drafts, replyTo, videoId): Record<string, Reply> =>
    Object.fromEntries(
      Object.entries(drafts)
        .filter(([, reply]) => reply.videoId === videoId)
        .map(([id, reply]) => [id, { ...reply, replyTo: replyTo[id] }]),
    ),
);
export const selectReplyTo = (state: Root, feedbackId: string) =>
  state.features.commentSystem.replyTo[feedbackId];
export const selectTyping = (state: Root, feedbackId: string) =>
  state.features.commentSystem.typing[feedbackId] ?? NOBODY;
