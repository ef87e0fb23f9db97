import {
  type Notification,
  notificationsLoaded,
  olderNotificationsLoaded,
  selectNextPage,
} from "@/entities/notification";
import { ApiError, authorizedFetch, nextPage } from "@/shared/api";
import { API_URL } from "@/shared/config";
import type { AppDispatch } from "@/shared/lib/store";

const FIRST = "/api/v1/notifications?limit=50";
type State = Parameters<typeof selectNextPage>[0];

/** Read the first page: all that is unread, or the newest 50. Returns the seq of one's stream. */
export const loadNotifications =
  (signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const { headers, ...page } = await read(`${API_URL}${FIRST}`, signal);
    signal.throwIfAborted();
    const unread = Number(headers.get("X-Unread-Count"));
    dispatch(notificationsLoaded({ ...page, unread }));
    return Number(headers.get("X-User-Seq"));
  };

/** Read the next page of the list. Throws ApiError. */
export const loadMore =
  () =>
  async (dispatch: AppDispatch, getState: () => unknown): Promise<void> => {
    const next = selectNextPage(getState() as State);
    if (!next) return;
    const { rows, next: after } = await read(next);
    dispatch(olderNotificationsLoaded({ rows, next: after }));
  };

async function read(url: string, signal: AbortSignal | null = null) {
  const response = await authorizedFetch(url, { signal });
  if (!response.ok) throw new ApiError(response.status, await response.text());
  const { headers } = response;
  const next = nextPage(headers.get("Link"), response.url);
  return { rows: (await response.json()) as Notification[], next, headers };
}
