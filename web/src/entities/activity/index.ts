export {
  type ActivityState,
  activityLeft,
  activityLoaded,
  activityReducer,
  olderLoaded,
  type ProjectEvent,
  selectActivity,
} from "./model/slice";
