import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Feedback } from "@/entities/feedback";

/** What is being written on a video. It stays until it is sent, whatever is looked at meanwhile. */
export type Draft = {
  content: string;
  priority: Feedback["priority"];
};
export type FeedbackFormState = { open: boolean; drafts: Record<string, Draft> };

const EMPTY: Draft = { content: "", priority: "medium" };

const slice = createSlice({
  name: "feedbackForm",
  initialState: { open: false, drafts: {} } as FeedbackFormState,
  reducers: {
    formOpened: (state) => {
      state.open = true;
    },
    formClosed: (state) => {
      state.open = false;
    },
    draftChanged: (
      state,
      { payload }: PayloadAction<{ videoId: string; changes: Partial<Draft> }>,
    ) => {
      const draft = state.drafts[payload.videoId] ?? EMPTY;
      state.drafts[payload.videoId] = { ...draft, ...payload.changes };
    },
    draftSent: (state, { payload: videoId }: PayloadAction<string>) => {
      delete state.drafts[videoId];
      state.open = false;
    },
    /** It was refused: what was written comes back, unless something new has been begun. */
    draftReturned: (state, { payload }: PayloadAction<{ videoId: string; draft: Draft }>) => {
      if (!state.drafts[payload.videoId]?.content) state.drafts[payload.videoId] = payload.draft;
      state.open = true;
    },
  },
});

export const feedbackFormReducer = slice.reducer;
export const { draftChanged, draftReturned, draftSent, formClosed, formOpened } = slice.actions;

type Root = { features: { feedbackForm: FeedbackFormState } };
export const selectFormOpen = (state: Root) => state.features.feedbackForm.open;
export const selectDraft = (state: Root, videoId: string): Draft =>
  state.features.feedbackForm.drafts[videoId] ?? EMPTY;
