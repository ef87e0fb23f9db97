export { captureFrame } from "./lib/capture";
export { toggleFullScreen } from "./lib/full-screen";
export { Picture, type Placement } from "./model/picture";
export { Playback, type Range, SPEEDS } from "./model/playback";
export {
  chooseDisplay,
  DISPLAYS,
  drawingsToggled,
  overlayToggled,
  selectDisplay,
  selectDrawingsShown,
  selectOverlays,
  type VideoPlayerState,
  videoPlayerReducer,
} from "./model/slice";
export { takeOver } from "./model/take-over";
export {
  PlaybackProvider,
  usePicture,
  usePlacement,
  usePlayback,
  usePlaybackValue,
} from "./ui/playback-context";
export { usePlayerShortcuts } from "./ui/use-player-shortcuts";
