import { createSlice, nanoid, type PayloadAction } from "@reduxjs/toolkit";

/** A message that is shown for a while at the edge of the page. */
export type Toast = { id: string; kind: "info" | "error"; text: string };
export type NotificationState = { toasts: Toast[] };

const slice = createSlice({
  name: "notifications",
  initialState: { toasts: [] } as NotificationState,
  reducers: {
    toastShown: {
      reducer: (state, { payload }: PayloadAction<Toast>) => {
        state.toasts.push(payload);
      },
      prepare: (toast: Omit<Toast, "id">) => ({ payload: { ...toast, id: nanoid() } }),
    },
    toastGone: (state, { payload }: PayloadAction<string>) => {
      state.toasts = state.toasts.filter(({ id }) => id !== payload);
    },
  },
});

export const notificationsReducer = slice.reducer;
export const { toastShown, toastGone } = slice.actions;

type Root = { shared: { notifications: NotificationState } };
export const selectToasts = (state: Root) => state.shared.notifications.toasts;
