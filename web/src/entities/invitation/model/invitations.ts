import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type InvitationResponse } from "@/shared/api";
import { ephemeralFrame } from "@/shared/lib/realtime";

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
      .addMatcher(api.endpoints.updateInvitation.matchFulfilled, invitationsAdapter.upsertOne);
  },
});

export const invitationsReducer = slice.reducer;
export const { invitationsLoaded } = slice.actions;

type Root = { entities: { invitations: InvitationsState } };

/** The invitations of a project, the newest first. */
export const selectInvitations = createSelector(
  [(state: Root) => state.entities.invitations, (_state: Root, projectId: string) => projectId],
  ({ ids, entities }, projectId) =>
    ids
      .flatMap((id) => entities[id] ?? [])
      .filter((invitation) => invitation.project_id === projectId)
      .sort((a, b) => b.created_at.localeCompare(a.created_at)),
);
