export { pointsOf, type Shape } from "./lib/shapes";
export {
  type Feedback,
  type FeedbacksState,
  feedbackAdapter,
  feedbackAdded,
  feedbackConfirmed,
  feedbackReducer,
  feedbackRemoved,
  feedbacksLoaded,
  feedbackUpdatedOptimistically,
  selectFeedback,
  selectFeedbacksOfVideo,
} from "./model/slice";
export { Drawing, drawingSize, letterSize, ShapeView } from "./ui/drawing";
export { StatusMark } from "./ui/status-mark";
