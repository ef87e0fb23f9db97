import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { EventResponse } from "@/shared/api";
import { projectEvent } from "@/shared/lib/realtime";

export type ProjectEvent = EventResponse;
export type ActivityState = {
  projectId: string | null;
  /** The newest part of the log, oldest first, without holes. */
  events: ProjectEvent[];
  /** Whether the log has older ones. */
  hasOlder: boolean;
};

const initialState: ActivityState = { projectId: null, events: [], hasOlder: false };

type Loaded = { projectId: string; events: ProjectEvent[]; hasOlder: boolean };

/** The event log of the project whose activity is open. */
const slice = createSlice({
  name: "activity",
  initialState,
  reducers: {
    activityLoaded: (_state, { payload }: PayloadAction<Loaded>) => payload,
    olderLoaded: (state, { payload }: PayloadAction<Loaded>) => {
      if (state.projectId !== payload.projectId) return;
      state.events.unshift(...payload.events);
      state.hasOlder = payload.hasOlder;
    },
    activityLeft: () => initialState,
  },
  extraReducers: (builder) => {
    builder.addCase(projectEvent, (state, { payload: event }) => {
      if (state.projectId) state.events.push(event);
    });
  },
});

export const activityReducer = slice.reducer;
export const { activityLeft, activityLoaded, olderLoaded } = slice.actions;

type Root = { entities: { activity: ActivityState } };
export const selectActivity = (state: Root) => state.entities.activity;
