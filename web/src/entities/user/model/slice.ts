import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
} from "@reduxjs/toolkit";
import { api, type UserInfo } from "@/shared/api";
import { presenceChanged, projectEvent } from "@/shared/lib/realtime";

export type User = UserInfo;
export type UsersState = EntityState<User, string>;

export const usersAdapter = createEntityAdapter<User>();

/** People whom the open project has shown: members, and whoever is there. */
const slice = createSlice({
  name: "users",
  initialState: usersAdapter.getInitialState(),
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(presenceChanged, (state, { payload }) => {
        usersAdapter.upsertMany(state, payload);
      })
      .addCase(projectEvent, (state, { payload: event }) => {
        if (event.type === "user.updated") usersAdapter.upsertOne(state, event.payload);
      })
      .addMatcher(api.endpoints.listMembers.matchFulfilled, (state, { payload }) => {
        usersAdapter.upsertMany(
          state,
          payload.map((member) => member.user),
        );
      });
  },
});

export const usersReducer = slice.reducer;

type Root = { entities: { users: UsersState } };

/** What everybody who is known here is called, by id. */
export const selectNames = createSelector(
  [(state: Root) => state.entities.users.entities],
  (users): Record<string, string> =>
    Object.fromEntries(Object.values(users).map(({ id, name }) => [id, name])),
);

export const selectUser = (state: Root, id: string): User | undefined =>
  state.entities.users.entities[id];
