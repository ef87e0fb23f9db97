import {
  createEntityAdapter,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type InvitationResponse } from "@/shared/api";
import { ephemeralFrame } from "@/shared/lib/realtime";
import { newestOfProject } from "./of-project";

export type Invitation = InvitationResponse;
export type InvitationsState = EntityState<Invitation, string>;

export const invitationsAdapter = createEntityAdapter<Invitation>();

const slice = createSlice({
  name: "invitations",
  initialState: invitationsAdapter.getInitialState(),
  reducers: {
    invitationsLoaded: (state, { payload }: PayloadAction<Invitation[]>) => {
      // What an event has brought while the list was on its way may be newer.
      const newest = payload.map((row) => {
        const known = state.entities[row.id];
        return known && known.updated_at > row.updated_at ? known : row;
      });
      invitationsAdapter.setAll(state, newest);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(ephemeralFrame, (state, { payload: frame }) => {
        if (frame.type === "invitation.updated") invitationsAdapter.upsertOne(state, frame.payload);
      })
      .addMatcher(api.endpoints.resendInvitation.matchFulfilled, invitationsAdapter.upsertOne)
      .addMatcher(api.endpoints.revokeInvitation.matchFulfilled, (state, { meta }) => {
        const { id } = meta.arg.originalArgs;
        invitationsAdapter.updateOne(state, { id, changes: { status: "revoked" } });
      });
  },
});

export const invitationsReducer = slice.reducer;
export const { invitationsLoaded } = slice.actions;

type Root = { entities: { invitations: InvitationsState } };

/** The invitations of a project, the newest first. */
export const selectInvitations = newestOfProject((state: Root) => state.entities.invitations);
