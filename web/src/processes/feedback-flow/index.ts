export { type FeedbackFlowState, feedbackFlowReducer } from "./model/slice";
export { type Place, ReviewRoom } from "./ui/review-room";
