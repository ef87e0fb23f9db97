import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { projectEvent } from "./events";

/** How current what is shown is: the seq of the open project that the entities have reached. */
export type CacheState = { projectId: string | null; seq: number };

const slice = createSlice({
  name: "cache",
  initialState: { projectId: null, seq: 0 } as CacheState,
  reducers: {
    projectRead: (_state, { payload }: PayloadAction<{ projectId: string; seq: number }>) =>
      payload,
  },
  extraReducers: (builder) => {
    builder.addCase(projectEvent, (state, { payload }) => {
      state.seq = payload.seq;
    });
  },
});

export const cacheReducer = slice.reducer;
export const { projectRead } = slice.actions;

type Root = { shared: { cache: CacheState } };
export const selectSeq = (state: Root) => state.shared.cache.seq;
