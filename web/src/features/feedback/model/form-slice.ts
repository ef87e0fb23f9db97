import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Shape } from "@/entities/feedback";
import { type Draft, emptyDraft, isBlank } from "./draft";

export type Tool = "select" | Shape["type"];
export type Pen = { tool: Tool; color: string; width: number };
type Moment = { videoId: string; frame: number };
type Restored = { userId: string; videoId: string; drafts: Draft[] };

/** Drafts stay until they are sent or thrown away, whatever is looked at meanwhile. */
export type FeedbackFormState = {
  /** Whose drafts these are; nobody else sees them. */
  userId: string | null;
  /** The moment of the draft in the form; null while that is closed. */
  open: Moment | null;
  drafts: Record<string, Record<number, Draft>>;
  pen: Pen;
  /** The shapes of the open draft before its last changes, and those that were taken back. */
  past: Shape[][];
  future: Shape[][];
  selected: number | null;
  /** Whatever can't be sent as long as the connection is away. */
  waiting: string[];
};

const nothing = (): FeedbackFormState => ({
  userId: null,
  open: null,
  drafts: {},
  pen: { tool: "rectangle", color: "#FF3B30", width: 4 },
  past: [],
  future: [],
  selected: null,
  waiting: [],
});

const slice = createSlice({
  name: "feedbackForm",
  initialState: nothing,
  reducers: {
    formOpened: (state, { payload }: PayloadAction<Moment>) => {
      close(state);
      const { videoId, frame } = payload;
      state.drafts[videoId] = { [frame]: emptyDraft(frame), ...state.drafts[videoId] };
      state.open = payload;
    },
    formClosed: (state) => close(state),
    draftChanged: (state, { payload }: PayloadAction<Partial<Omit<Draft, "shapes">>>) => {
      const draft = opened(state);
      if (draft) Object.assign(draft, payload);
    },
    /** The open draft is no longer needed: it was sent, or somebody has thrown it away. */
    draftRemoved: (state) => {
      if (state.open) delete state.drafts[state.open.videoId]?.[state.open.frame];
      close(state);
    },
    /** Somebody has thrown it away where they could not send it. */
    draftDiscarded: (state, { payload: { videoId, frame } }: PayloadAction<Moment>) => {
      if (state.open?.videoId === videoId && state.open.frame === frame) close(state);
      delete state.drafts[videoId]?.[frame];
    },
    /** It was refused: what was written and drawn comes back, unless something new is there. */
    draftReturned: (state, { payload }: PayloadAction<{ videoId: string; draft: Draft }>) => {
      const { videoId, draft } = payload;
      const there = state.drafts[videoId]?.[draft.frame];
      if (!there || isBlank(there)) {
        state.drafts[videoId] = { ...state.drafts[videoId], [draft.frame]: draft };
      }
      state.open ??= { videoId, frame: draft.frame };
    },
    draftsRestored: (state, { payload }: PayloadAction<Restored>) => {
      if (state.userId !== payload.userId) {
        Object.assign(state, { ...nothing(), userId: payload.userId, pen: state.pen });
      }
      const kept = Object.fromEntries(payload.drafts.map((draft) => [draft.frame, draft]));
      state.drafts[payload.videoId] = { ...kept, ...state.drafts[payload.videoId] };
    },
    shapesChanged: (state, { payload }: PayloadAction<Shape[]>) => {
      const draft = opened(state);
      if (!draft) return;
      state.past.push(draft.shapes);
      state.future = [];
      show(state, draft, payload);
    },
    /** The shape that is selected goes. */
    shapeRemoved: (state) => {
      const draft = opened(state);
      if (!draft || state.selected === null) return;
      state.past.push(draft.shapes);
      state.future = [];
      draft.shapes = draft.shapes.filter((_shape, index) => index !== state.selected);
      state.selected = null;
    },
    undone: (state) => {
      const draft = opened(state);
      const before = state.past.pop();
      if (!draft || !before) return;
      state.future.push(draft.shapes);
      show(state, draft, before);
    },
    redone: (state) => {
      const draft = opened(state);
      const after = state.future.pop();
      if (!draft || !after) return;
      state.past.push(draft.shapes);
      show(state, draft, after);
    },
    shapeSelected: (state, { payload }: PayloadAction<number | null>) => {
      state.selected = payload;
    },
    penChanged: (state, { payload }: PayloadAction<Partial<Pen>>) => {
      Object.assign(state.pen, payload);
      if (payload.tool) state.selected = null;
    },
    waitingChanged: (state, { payload }: PayloadAction<string[]>) => {
      state.waiting = payload;
    },
  },
});

const opened = ({ open, drafts }: FeedbackFormState): Draft | undefined =>
  open ? drafts[open.videoId]?.[open.frame] : undefined;

function show(state: FeedbackFormState, draft: Draft, shapes: Shape[]): void {
  draft.shapes = shapes;
  if (state.selected !== null && state.selected >= shapes.length) state.selected = null;
}

/** A blank draft is forgotten. */
function close(state: FeedbackFormState): void {
  const draft = opened(state);
  if (draft && state.open && isBlank(draft)) delete state.drafts[state.open.videoId]?.[draft.frame];
  Object.assign(state, { open: null, past: [], future: [], selected: null });
}

export const feedbackFormReducer = slice.reducer;
export const {
  draftChanged,
  draftDiscarded,
  draftRemoved,
  draftReturned,
  draftsRestored,
  formClosed,
  formOpened,
  penChanged,
  redone,
  shapeRemoved,
  shapeSelected,
  shapesChanged,
  undone,
  waitingChanged,
} = slice.actions;

type Root = { features: { feedbackForm: FeedbackFormState } };
const NONE: Record<number, Draft> = {};

export const selectForm = (state: Root) => state.features.feedbackForm;
/** The draft in the form of a video's room; one of another video waits for its own room. */
export const selectOpenDraft = ({ features: { feedbackForm: form } }: Root, videoId: string) =>
  form.open?.videoId === videoId ? opened(form) : undefined;
/** Whether something of a video is not sent yet. */
export const selectIsUnsent = ({ features: { feedbackForm: form } }: Root, videoId: string) =>
  form.waiting.length > 0 || Object.keys(form.drafts[videoId] ?? NONE).length > 0;
/** Whose drafts are here. */
export const selectAuthorId = (state: Root) => state.features.feedbackForm.userId;
/** The drafts of a video by their frame. */
export const selectDrafts = (state: Root, videoId: string) =>
  state.features.feedbackForm.drafts[videoId] ?? NONE;
