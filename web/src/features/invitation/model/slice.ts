import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

export type Refusal =
  | "unknown"
  | "expired"
  | "revoked"
  | "accepted"
  | "full"
  | "wrong_project"
  | "too_many_tries"
  | "offline";

/** How far a guest is at the door of a project. */
export type InvitationState =
  | { status: "idle" | "entering" | "in" }
  /** A share link: a name is asked for, and a password if it has one. */
  | { status: "asking"; password: "no" | "required" | "wrong" }
  | { status: "refused"; reason: Refusal };

const slice = createSlice({
  name: "invitation",
  initialState: { status: "idle" } as InvitationState,
  reducers: {
    doorChanged: (_state, { payload }: PayloadAction<InvitationState>) => payload,
  },
});

export const invitationReducer = slice.reducer;
export const { doorChanged } = slice.actions;

type Root = { features: { invitation: InvitationState } };
export const selectDoor = (state: Root) => state.features.invitation;
