import { api, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { allSeen, readElsewhere, readStateLoaded, seen, type UnreadState } from "./slice";

type Root = { features: { unread: UnreadState } };
type GetState = () => unknown;
const stateOf = (getState: GetState) => (getState() as Root).features.unread;

/** What is on the screen one after the other is sent together. */
const TOGETHER_MS = 1_000;
/** The API takes so many ids at once. */
const AT_ONCE = 500;

const readStateOf = (videoId: string) => (dispatch: AppDispatch) =>
  dispatch(
    api.endpoints.getReadState.initiate({ id: videoId }, { forceRefetch: true, subscribe: false }),
  );

/** Read what of a video is unread. Without an answer nothing is marked: the room works without. */
export const loadReadState =
  (videoId: string, meId: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const { data } = await dispatch(readStateOf(videoId));
    if (data) dispatch(readStateLoaded({ meId, videoId, state: data }));
  };

/** Take over what was seen on another device, and take up what is older than what was listed. */
export const catchUpWithReading =
  () =>
  async (dispatch: AppDispatch, getState: GetState): Promise<void> => {
    const { videoId } = stateOf(getState);
    if (!videoId) return;
    const { data } = await dispatch(readStateOf(videoId));
    if (data && stateOf(getState).videoId === videoId) dispatch(readElsewhere(data));
  };

/** The server knows what is there now; this device's clock may be wrong. */
const END_OF_TIME = "9999-12-31T00:00:00Z";

/** By video: what was seen and has not been sent yet. */
const waiting = new Map<string, Set<string>>();
let isScheduled = false;

function schedule(dispatch: AppDispatch): void {
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    void dispatch(sendSeen());
  }, TOGETHER_MS);
}

/** Something was on the screen for a while. */
export const markSeen =
  (id: string) =>
  (dispatch: AppDispatch, getState: GetState): void => {
    const { videoId } = stateOf(getState);
    if (!videoId) return;
    dispatch(seen([id]));
    waiting.set(videoId, (waiting.get(videoId) ?? new Set()).add(id));
    schedule(dispatch);
  };

const sendSeen =
  () =>
  async (dispatch: AppDispatch, getState: GetState): Promise<void> => {
    for (const [id, ids] of waiting) {
      const batch = [...ids].slice(0, AT_ONCE);
      const { error } = await dispatch(
        api.endpoints.markRead.initiate({ id, markRead: { seen: batch } }),
      );
      // What could not be sent goes with what is seen next; what is gone has no reader any more.
      if (error && refusalOf(error).status === 404) waiting.delete(id);
      if (error) continue;
      for (const one of batch) ids.delete(one);
      if (ids.size > 0) {
        schedule(dispatch);
        continue;
      }
      waiting.delete(id);
      const { videoId, feedbacks, comments, older } = stateOf(getState);
      const isAllSeen = Object.keys(feedbacks).length + Object.keys(comments).length === 0;
      if (videoId === id && older > 0 && isAllSeen) await dispatch(catchUpWithReading());
    }
  };

/** Mark everything that there is as seen. Returns whether it could be sent. */
export const markAllSeen =
  (videoId: string) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const { error } = await dispatch(
      api.endpoints.markRead.initiate({ id: videoId, markRead: { until: END_OF_TIME } }),
    );
    if (!error) dispatch(allSeen());
    return !error;
  };
