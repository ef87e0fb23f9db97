export {
  dragged,
  freehand,
  MOST_POINTS,
  MOST_SHAPES,
  moved,
  type Point,
  pointsUsed,
} from "./lib/strokes";
export { FeedbackSchema } from "./lib/validation";
export { type Draft, draftKey, isBlank } from "./model/draft";
export {
  draftChanged,
  draftDiscarded,
  draftRemoved,
  type FeedbackFormState,
  feedbackFormReducer,
  formClosed,
  formOpened,
  type Pen,
  penChanged,
  redone,
  selectDrafts,
  selectForm,
  selectIsUnsent,
  selectOpenDraft,
  shapeRemoved,
  shapeSelected,
  shapesChanged,
  type Tool,
  undone,
} from "./model/form-slice";
export { giveFeedback, type Way } from "./model/give";
export type { Named } from "./model/request";
export { useKeptDrafts } from "./model/use-kept-drafts";
export { useSending } from "./model/use-sending";
