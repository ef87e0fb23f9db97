import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import { api, type NotificationResponse } from "@/shared/api";
import { notificationEvent } from "@/shared/lib/realtime";

export type Notification = NotificationResponse;
export type NotificationsState = EntityState<Notification, string> & {
  /** How many are unread, of all; null until they were read. */
  unread: number | null;
  /** The address of the next page of the list; null at its end. */
  next: string | null;
};
type Page = { rows: Notification[]; next: string | null };

export const notificationAdapter = createEntityAdapter<Notification>();
const initialState: NotificationsState = notificationAdapter.getInitialState({
  unread: null,
  next: null,
});

/** One more or one less is unread. The list is not complete, so what it has may say too little. */
function count(state: NotificationsState, change: 1 | -1): void {
  if (state.unread !== null) state.unread = Math.max(0, state.unread + change);
}

const slice = createSlice({
  name: "personal",
  initialState,
  reducers: {
    notificationsLoaded: (state, { payload }: PayloadAction<Page & { unread: number }>) => {
      notificationAdapter.setAll(state, payload.rows);
      state.unread = payload.unread;
      state.next = payload.next;
    },
    olderNotificationsLoaded: (state, { payload }: PayloadAction<Page>) => {
      notificationAdapter.upsertMany(state, payload.rows);
      state.next = payload.next;
    },
    notificationsForgotten: () => initialState,
  },
  extraReducers: (builder) => {
    builder
      .addCase(notificationEvent, (state, { payload: { type, payload } }) => {
        const known = state.entities[payload.id];
        switch (type) {
          case "notification.created":
            if (!known) count(state, 1);
            notificationAdapter.upsertOne(state, payload);
            break;
          case "notification.updated":
            notificationAdapter.upsertOne(state, payload);
            break;
          case "notification.read":
            if (!known?.read_at) count(state, -1);
            if (known) known.read_at = payload.read_at;
            break;
          case "notification.removed":
            if (known && !known.read_at) count(state, -1);
            notificationAdapter.removeOne(state, payload.id);
        }
      })
      .addMatcher(
        api.endpoints.markNotificationsRead.matchFulfilled,
        (state, { payload, meta }) => {
          const { ids = state.ids } = meta.arg.originalArgs.markReadRequest;
          const now = new Date().toISOString();
          for (const id of ids) {
            const row = state.entities[id];
            if (row) row.read_at ??= now;
          }
          state.unread = payload.unread_count;
        },
      );
  },
});

export const notificationsReducer = slice.reducer;
export const { notificationsForgotten, notificationsLoaded, olderNotificationsLoaded } =
  slice.actions;

type Root = { entities: { notifications: NotificationsState } };
export const selectUnread = (state: Root) => state.entities.notifications.unread;
export const selectHasMore = (state: Root) => state.entities.notifications.next !== null;
export const selectNextPage = (state: Root) => state.entities.notifications.next;
export const selectNotification = (state: Root, id: string): Notification | undefined =>
  state.entities.notifications.entities[id];

/** Those that were read from the server, the newest first: newer ids are larger. */
export const selectNotifications = createSelector(
  (state: Root) => state.entities.notifications,
  ({ ids, entities }) =>
    ids.flatMap((id) => entities[id] ?? []).sort((a, b) => (a.id < b.id ? 1 : -1)),
);
