export {
  selectStacks,
  selectVideo,
  type Video,
  type VideosState,
  videosAdapter,
  videosReducer,
} from "./model/slice";
