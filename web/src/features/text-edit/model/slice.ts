import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** A text that is being edited, and the version that it began from (`If-Match`). */
export type Edit = { text: string; etag: string };
/** By the id of the feedback or comment. They stay here until they are saved or given up. */
export type TextEditState = Record<string, Edit>;

const slice = createSlice({
  name: "textEdit",
  initialState: {} as TextEditState,
  reducers: {
    editBegun: (state, { payload }: PayloadAction<Edit & { id: string }>) => {
      const { id, ...edit } = payload;
      state[id] ??= edit;
    },
    editChanged: (state, { payload }: PayloadAction<Partial<Edit> & { id: string }>) => {
      const { id, ...changes } = payload;
      const edit = state[id];
      if (edit) Object.assign(edit, changes);
    },
    editEnded: (state, { payload: id }: PayloadAction<string>) => {
      delete state[id];
    },
  },
});

export const textEditReducer = slice.reducer;
export const { editBegun, editChanged, editEnded } = slice.actions;

type Root = { features: { textEdit: TextEditState } };
export const selectEdit = (state: Root, id: string): Edit | undefined =>
  state.features.textEdit[id];
