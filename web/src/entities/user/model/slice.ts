import { createEntityAdapter, createSlice, type EntityState } from "@reduxjs/toolkit";
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
export const selectUser = (state: Root, id: string): User | undefined =>
  state.entities.users.entities[id];
