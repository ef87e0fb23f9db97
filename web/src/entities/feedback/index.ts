export { pointsOf, type Shape } from "./lib/shapes";
export {
  type Feedback,
  type FeedbacksState,
  feedbackAdapter,
  feedbackAdded,
  feedbackConfirmed,
  feedbackReacted,
  feedbackReducer,
  feedbackRemoved,
  feedbacksAdded,
  feedbacksLoaded,
  feedbackUpdatedOptimistically,
  selectFeedback,
  selectFeedbacksOfVideo,
  selectUnresolvedOfVideos,
} from "./model/slice";
export { Drawing, drawingSize, letterSize, ShapeView } from "./ui/drawing";
export { StatusMark } from "./ui/status-mark";
