import { createSlice } from "@reduxjs/toolkit";
import { ephemeralFrame, presenceChanged } from "@/shared/lib/realtime";

/** A moment of a video, in seconds. */
export type Place = { videoId: string; timestamp: number };

/** Where the people are who are here, as far as they have said so; by the user's id. */
export type PresenceState = { places: Record<string, Place> };

const slice = createSlice({
  name: "presence",
  initialState: { places: {} } as PresenceState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(ephemeralFrame, (state, { payload: frame }) => {
        if (frame.type !== "cursor") return;
        const { user_id, video_id, timestamp } = frame.payload;
        state.places[user_id] = { videoId: video_id, timestamp };
      })
      .addCase(presenceChanged, (state, { payload: present }) => {
        const here = new Set(present.map(({ id }) => id));
        for (const id of Object.keys(state.places)) if (!here.has(id)) delete state.places[id];
      });
  },
});

export const presenceReducer = slice.reducer;

type Root = { features: { presence: PresenceState } };
export const selectPlaces = (state: Root) => state.features.presence.places;
