import { createSelector, createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** A text that is being edited, and what it began from. */
export type Edit = {
  kind: "feedback" | "comment";
  id: string;
  /** The feedback itself, or the one that the comment is on. */
  feedbackId: string;
  /** The video in whose room it is edited. */
  videoId: string;
  text: string;
  /** The version and the text that the person has seen (`If-Match`). */
  etag: string;
  before: string;
  /** What somebody else wrote meanwhile, once saving has shown it. */
  other?: string;
};
/** By the id of the feedback or comment. They stay here until they are saved or given up. */
export type TextEditState = Record<string, Edit>;

const slice = createSlice({
  name: "textEdit",
  initialState: {} as TextEditState,
  reducers: {
    editBegun: (state, { payload }: PayloadAction<Omit<Edit, "text">>) => {
      state[payload.id] ??= { ...payload, text: payload.before };
    },
    editChanged: (state, { payload }: PayloadAction<Partial<Edit> & { id: string }>) => {
      const { id, ...changes } = payload;
      const edit = state[id];
      if (edit) Object.assign(edit, changes);
    },
    editEnded: (state, { payload: id }: PayloadAction<string>) => {
      delete state[id];
    },
    /** What the device has kept, of what is not being edited here. */
    editsRestored: (state, { payload }: PayloadAction<TextEditState>) => ({ ...payload, ...state }),
  },
});

export const textEditReducer = slice.reducer;
export const { editBegun, editChanged, editEnded, editsRestored } = slice.actions;

type Root = { features: { textEdit: TextEditState } };
export const selectEdit = (state: Root, id: string): Edit | undefined =>
  state.features.textEdit[id];
/** What is being edited in a video's room. */
export const selectEdits = createSelector(
  [(state: Root) => state.features.textEdit, (_state: Root, videoId: string) => videoId],
  (edits, videoId): TextEditState =>
    Object.fromEntries(Object.entries(edits).filter(([, edit]) => edit.videoId === videoId)),
);
