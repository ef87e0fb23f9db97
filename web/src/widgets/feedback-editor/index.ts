export { DraftList } from "./ui/draft-list";
export { DrawingLayer } from "./ui/drawing-layer";
export { FeedbackForm } from "./ui/feedback-form";
