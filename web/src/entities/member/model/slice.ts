import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type Member } from "@/shared/api";
import { projectEvent } from "@/shared/lib/realtime";

export type { Member };
/** Of the open project only: a member's id is the person's, who may be in many projects. */
export type MembersState = EntityState<Member, string> & { projectId: string | null };

export const membersAdapter = createEntityAdapter<Member>();

const slice = createSlice({
  name: "members",
  initialState: membersAdapter.getInitialState({ projectId: null }) as MembersState,
  reducers: {
    membersLoaded: (
      state,
      { payload }: PayloadAction<{ projectId: string; members: Member[] }>,
    ) => {
      state.projectId = payload.projectId;
      membersAdapter.setAll(state, payload.members);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(projectEvent, (state, { payload: event }) => {
        switch (event.type) {
          case "member.joined":
          case "member.updated":
            membersAdapter.upsertOne(state, event.payload);
            break;
          case "member.removed":
            membersAdapter.removeOne(state, event.payload.id);
            break;
          case "user.updated": {
            const member = state.entities[event.payload.id];
            if (member) member.user = event.payload;
          }
        }
      })
      .addMatcher(api.endpoints.updateMember.matchFulfilled, membersAdapter.upsertOne)
      .addMatcher(api.endpoints.removeMember.matchFulfilled, (state, { meta }) => {
        membersAdapter.removeOne(state, meta.arg.originalArgs.userId);
      });
  },
});

export const membersReducer = slice.reducer;
export const { membersLoaded } = slice.actions;

type Root = { entities: { members: MembersState } };

/** The people of a project in the order in which they joined; undefined until they were read. */
export const selectMembers = createSelector(
  [(state: Root) => state.entities.members, (_state: Root, projectId: string) => projectId],
  ({ projectId: open, ids, entities }, projectId): Member[] | undefined =>
    open === projectId
      ? ids
          .flatMap((id) => entities[id] ?? [])
          .sort((a, b) => a.joined_at.localeCompare(b.joined_at))
      : undefined,
);
