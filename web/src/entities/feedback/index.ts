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
