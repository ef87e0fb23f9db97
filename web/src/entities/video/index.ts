export {
  type Stack,
  selectStacks,
  selectVideo,
  type Video,
  type VideosState,
  videosAdapter,
  videosLoaded,
  videosRead,
  videosReducer,
} from "./model/slice";
