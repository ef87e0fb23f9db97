import {
  activityLoaded,
  olderLoaded,
  type ProjectEvent,
  selectActivity,
} from "@/entities/activity";
import { membersLoaded } from "@/entities/member";
import { ApiError, authorizedFetch, type Member, readAll } from "@/shared/api";
import { API_URL } from "@/shared/config";
import type { AppDispatch } from "@/shared/lib/store";

const PAGE = 100;
type State = Parameters<typeof selectActivity>[0];

/** Read the newest events and the people whom they name. Returns the seq of the last one. */
export const loadActivity =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<number> => {
    const people = `/api/v1/projects/${projectId}/members`;
    const { items, seq } = await readAll<Member>(people, { limit: "200" }, signal);
    dispatch(membersLoaded({ projectId, members: items }));
    const page = await readBack(projectId, seq, signal);
    dispatch(activityLoaded({ projectId, ...page }));
    return seq;
  };

/** Read the page before the oldest event that is shown. Throws ApiError. */
export const loadOlder =
  (projectId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch, getState: () => unknown): Promise<void> => {
    const [oldest] = selectActivity(getState() as State).events;
    if (!oldest) return;
    const page = await readBack(projectId, oldest.seq - 1, signal);
    dispatch(olderLoaded({ projectId, ...page }));
  };

/** The events up to `last`: seqs have no holes, so the first of a page is known. */
async function readBack(projectId: string, last: number, signal: AbortSignal) {
  const after = Math.max(0, last - PAGE);
  const query = new URLSearchParams({ after: String(after), limit: String(last - after) });
  if (last === after) return { events: [], hasOlder: false };
  const path = `/api/v1/projects/${projectId}/events?${query}`;
  const response = await authorizedFetch(`${API_URL}${path}`, { signal });
  // The log does not reach back that far: events are kept for a year.
  if (response.status === 410) return { events: [], hasOlder: false };
  if (!response.ok) throw new ApiError(response.status, await response.text());
  const events = (await response.json()) as ProjectEvent[];
  signal.throwIfAborted();
  return { events, hasOlder: after > 0 };
}
