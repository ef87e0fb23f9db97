export { FeedbackPanel } from "./ui/feedback-panel";
