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
export { Drawing } from "./ui/drawing";
export { StatusMark } from "./ui/status-mark";
