export { changeFeedback, changeMany, deleteFeedback, deleteMany } from "./model/actions";
export {
  type Change,
  type FeedbackChangesState,
  feedbackChangesReducer,
} from "./model/slice";
export { OvertakenChange } from "./ui/overtaken-change";
