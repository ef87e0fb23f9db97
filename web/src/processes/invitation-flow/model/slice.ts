import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** A guest's way from a link into the room. */
export type InvitationFlowState = {
  step: "door" | "room";
  /** The way in: the mail of an invitation, or a share link. */
  by: "invitation" | "link" | null;
};

const slice = createSlice({
  name: "invitationFlow",
  initialState: { step: "door", by: null } as InvitationFlowState,
  reducers: {
    arrivedAtDoor: (_state, { payload }: PayloadAction<"invitation" | "link" | null>) => ({
      step: "door" as const,
      by: payload,
    }),
    cameIn: (state) => {
      state.step = "room";
    },
  },
});

export const invitationFlowReducer = slice.reducer;
export const { arrivedAtDoor, cameIn } = slice.actions;

type Root = { processes: { invitationFlow: InvitationFlowState } };
export const selectInvitationFlow = (state: Root) => state.processes.invitationFlow;
