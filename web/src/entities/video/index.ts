export {
  type Stack,
  selectStacks,
  selectVersions,
  selectVideo,
  type Video,
  type VideosState,
  videosAdapter,
  videosLoaded,
  videosRead,
  videosReducer,
} from "./model/slice";
