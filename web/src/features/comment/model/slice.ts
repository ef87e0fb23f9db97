import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { ephemeralFrame, projectEvent } from "@/shared/lib/realtime";

/** Who writes under which feedback, and what is being written here. */
export type CommentSystemState = {
  /** Texts that are not sent yet, by feedback. */
  drafts: Record<string, string>;
  /** The comment that is answered, by feedback. */
  replyTo: Record<string, string>;
  /** By feedback and person: when they last pressed a key, in milliseconds since 1970. */
  typing: Record<string, Record<string, number>>;
};

const slice = createSlice({
  name: "commentSystem",
  initialState: { drafts: {}, replyTo: {}, typing: {} } as CommentSystemState,
  reducers: {
    draftChanged: (state, { payload }: PayloadAction<{ feedbackId: string; content: string }>) => {
      state.drafts[payload.feedbackId] = payload.content;
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
export const { draftChanged, replyBegun, replyCancelled, sent } = slice.actions;

type Root = { features: { commentSystem: CommentSystemState } };
const NOBODY: Record<string, number> = {};
export const selectDraft = (state: Root, feedbackId: string) =>
  state.features.commentSystem.drafts[feedbackId] ?? "";
export const selectReplyTo = (state: Root, feedbackId: string) =>
  state.features.commentSystem.replyTo[feedbackId];
export const selectTyping = (state: Root, feedbackId: string) =>
  state.features.commentSystem.typing[feedbackId] ?? NOBODY;
