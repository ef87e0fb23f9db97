export { giveFeedback } from "./model/actions";
export {
  type Draft,
  type FeedbackFormState,
  feedbackFormReducer,
  formClosed,
  formOpened,
  selectDraft,
  selectFormOpen,
} from "./model/form-slice";
export { FeedbackForm } from "./ui/feedback-form";
