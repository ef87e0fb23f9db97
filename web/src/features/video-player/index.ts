export { captureFrame } from "./lib/capture";
export {
  type Comparison,
  MODES,
  type Mode,
  OFFSET_MOST,
  withComparison,
} from "./lib/comparison";
export { toggleFullScreen } from "./lib/full-screen";
export { Companion } from "./model/companion";
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
export { useComparison } from "./ui/use-comparison";
export { usePlaybackOf } from "./ui/use-playback-of";
export { usePlayerShortcuts } from "./ui/use-player-shortcuts";
