import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** How a person likes to watch. What is shown right now is in `Playback`. */
export type VideoPlayerState = {
  display: "timecode" | "frames" | "seconds";
  /** Drawings of the feedback at the frame that is shown. */
  drawingsShown: boolean;
};

const DISPLAYS = ["timecode", "frames", "seconds"] as const;

const slice = createSlice({
  name: "videoPlayer",
  initialState: { display: "timecode", drawingsShown: true } as VideoPlayerState,
  reducers: {
    displayChanged: (state) => {
      const next = (DISPLAYS.indexOf(state.display) + 1) % DISPLAYS.length;
      state.display = DISPLAYS[next] ?? "timecode";
    },
    drawingsToggled: (state, { payload }: PayloadAction<boolean | undefined>) => {
      state.drawingsShown = payload ?? !state.drawingsShown;
    },
  },
});

export const videoPlayerReducer = slice.reducer;
export const { displayChanged, drawingsToggled } = slice.actions;

type Root = { features: { videoPlayer: VideoPlayerState } };
export const selectDisplay = (state: Root) => state.features.videoPlayer.display;
export const selectDrawingsShown = (state: Root) => state.features.videoPlayer.drawingsShown;
