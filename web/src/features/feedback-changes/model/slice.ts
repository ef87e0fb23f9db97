import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Feedback } from "@/entities/feedback";
import type { FeedbackResponse, UserInfo } from "@/shared/api";

/** What may be changed besides the text; the assignee as a person, to be shown at once. */
export type Change = Partial<Pick<Feedback, "status" | "priority">> & {
  assignee?: UserInfo | null;
};

/** A change that somebody else's has overtaken, until the person has chosen: the feedback now. */
export type FeedbackChangesState = { overtaken: { now: FeedbackResponse; changes: Change } | null };

const slice = createSlice({
  name: "feedbackChanges",
  initialState: { overtaken: null } as FeedbackChangesState,
  reducers: {
    overtaken: (state, { payload }: PayloadAction<FeedbackChangesState["overtaken"]>) => {
      state.overtaken = payload;
    },
  },
});

export const feedbackChangesReducer = slice.reducer;
export const { overtaken } = slice.actions;

type Root = { features: { feedbackChanges: FeedbackChangesState } };
export const selectOvertaken = (state: Root) => state.features.feedbackChanges.overtaken;
