import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { keep, kept } from "@/shared/lib/device";
import type { Display } from "@/shared/lib/frames";
import type { AppDispatch } from "@/shared/lib/store";

/** The ways to write a position. */
export const DISPLAYS: readonly Display[] = ["timecode", "frames", "seconds"];
/** Lines over the picture: what a television may cut off, and a grid of thirds. */
export type Overlay = "safe" | "thirds";

/** How a person likes to watch. What is shown right now is in `Playback` and `Picture`. */
export type VideoPlayerState = {
  display: Display;
  overlays: Record<Overlay, boolean>;
  /** Drawings of the feedback at the frame that is shown. */
  drawingsShown: boolean;
};

const DISPLAY_KEY = "position-display";

const slice = createSlice({
  name: "videoPlayer",
  initialState: (): VideoPlayerState => ({
    display: kept<Display>(DISPLAY_KEY, "timecode"),
    overlays: { safe: false, thirds: false },
    drawingsShown: true,
  }),
  reducers: {
    displayChanged: (state, { payload }: PayloadAction<Display>) => {
      state.display = payload;
    },
    overlayToggled: (state, { payload }: PayloadAction<Overlay>) => {
      state.overlays[payload] = !state.overlays[payload];
    },
    drawingsToggled: (state, { payload }: PayloadAction<boolean | undefined>) => {
      state.drawingsShown = payload ?? !state.drawingsShown;
    },
  },
});

export const videoPlayerReducer = slice.reducer;
export const { displayChanged, drawingsToggled, overlayToggled } = slice.actions;

type Root = { features: { videoPlayer: VideoPlayerState } };
export const selectDisplay = (state: Root) => state.features.videoPlayer.display;
export const selectOverlays = (state: Root) => state.features.videoPlayer.overlays;
export const selectDrawingsShown = (state: Root) => state.features.videoPlayer.drawingsShown;

/** Write positions in another way, the next one if none is named, on this device from now on. */
export const chooseDisplay =
  (display?: Display) =>
  (dispatch: AppDispatch, getState: () => unknown): void => {
    const place = DISPLAYS.indexOf(selectDisplay(getState() as Root));
    const chosen = display ?? DISPLAYS[(place + 1) % DISPLAYS.length] ?? "timecode";
    keep(DISPLAY_KEY, chosen);
    dispatch(displayChanged(chosen));
  };
