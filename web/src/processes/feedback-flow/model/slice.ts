import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** What somebody is doing in the room: watching, reading a thread, or giving feedback. */
export type FeedbackFlowState = {
  videoId: string | null;
  /** The feedback whose thread is open. */
  feedbackId: string | null;
  /** A comment to which a link leads. */
  commentId: string | null;
  /** The video whose feedback is read as a whole. */
  loadedId: string | null;
};

const slice = createSlice({
  name: "feedbackFlow",
  initialState: {
    videoId: null,
    feedbackId: null,
    commentId: null,
    loadedId: null,
  } as FeedbackFlowState,
  reducers: {
    roomEntered: (state, { payload }: PayloadAction<string>) => ({
      videoId: payload,
      feedbackId: null,
      commentId: null,
      loadedId: state.loadedId,
    }),
    roomLoaded: (state, { payload }: PayloadAction<string>) => {
      state.loadedId = payload;
    },
    feedbackOpened: (
      state,
      { payload }: PayloadAction<{ feedbackId: string; commentId?: string | null }>,
    ) => {
      state.feedbackId = payload.feedbackId;
      state.commentId = payload.commentId ?? null;
    },
    feedbackClosed: (state) => {
      state.feedbackId = null;
      state.commentId = null;
    },
  },
});

export const feedbackFlowReducer = slice.reducer;
export const { feedbackClosed, feedbackOpened, roomEntered, roomLoaded } = slice.actions;

type Root = { processes: { feedbackFlow: FeedbackFlowState } };
export const selectOpenFeedbackId = (state: Root) => state.processes.feedbackFlow.feedbackId;
export const selectLinkedCommentId = (state: Root) => state.processes.feedbackFlow.commentId;
export const selectIsLoaded = (state: Root, videoId: string) =>
  state.processes.feedbackFlow.loadedId === videoId;
