export { Picture, type Placement } from "./model/picture";
export { Playback } from "./model/playback";
export {
  displayChanged,
  drawingsToggled,
  selectDisplay,
  selectDrawingsShown,
  type VideoPlayerState,
  videoPlayerReducer,
} from "./model/slice";
export {
  PlaybackProvider,
  usePicture,
  usePlacement,
  usePlayback,
  usePlaybackValue,
} from "./ui/playback-context";
export { usePlayerKeys } from "./ui/use-player-keys";
