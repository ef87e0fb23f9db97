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
export { Drawing } from "./ui/drawing";
export { StatusMark } from "./ui/status-mark";
