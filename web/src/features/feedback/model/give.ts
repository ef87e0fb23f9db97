import { nanoid } from "@reduxjs/toolkit";
import { feedbackAdded, feedbackConfirmed, feedbackRemoved } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { api, refusalOf, type UserInfo } from "@/shared/api";
import { keep, kept } from "@/shared/lib/device";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import { type Draft, draftKey, isBlank } from "./draft";
import { draftRemoved, draftReturned, waitingChanged } from "./form-slice";
import { current, isTooOld, pendingOf, put, remove, type Sending } from "./outbox";
import { type Named, optimistic, requestOf } from "./request";

export type Way = {
  /** What one is told if the server gives no reason. */
  refused: string;
  /** Whether this person is signed in. What is somebody else's is never sent, and waits for them. */
  isHere: (userId: string) => boolean;
};
type Given = {
  video: Video;
  me: UserInfo;
  draft: Draft;
  named: Named;
  screenshot: Promise<string | null>;
  way: Way;
};

/** The lock under which one tab at a time sends. */
const LOCK = "videoplanet-outbox";
/** The seed of the wait before something is sent again, which doubles. */
const FIRST_MS = 1_000;
const MOST_MS = 30_000;
let wait = FIRST_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
const underWay = new Set<string>();

/**
 * Give the feedback in the form. It is there at once. If the server refuses it, it is taken back,
 * the person is told, and the draft returns; if the server can't be reached, it is sent again.
 */
export const giveFeedback =
  ({ video, me, draft, named, screenshot, way }: Given) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const ours = optimistic(video, me, draft, named);
    const request = requestOf(video, draft, named.mentions);
    const item = { key: nanoid(), userId: me.id, request, ours, draft };
    dispatch(feedbackAdded(ours));
    dispatch(draftRemoved());
    // With the picture it is another body: it must not be sent before that is there.
    underWay.add(item.key);
    put(item);
    // Without one the server draws on the frame of its own copy.
    const picture = await screenshot.catch(() => null);
    if (picture) put({ ...item, request: { ...item.request, screenshot: picture } });
    underWay.delete(item.key);
    await dispatch(sendPending(me.id, way));
  };

/** Show what an earlier page has left, and send everything that waits. */
export const resumeSending =
  (userId: string, way: Way) =>
  async (dispatch: AppDispatch): Promise<void> => {
    for (const item of pendingOf(userId)) {
      if (!underWay.has(item.key)) dispatch(feedbackAdded(item.ours));
    }
    wait = FIRST_MS;
    await dispatch(sendPending(userId, way));
  };

const sendPending =
  (userId: string, way: Way) =>
  (dispatch: AppDispatch): Promise<void> =>
    navigator.locks.request(LOCK, async () => {
      clearTimeout(timer);
      let arrived = true;
      for (const item of pendingOf(userId)) {
        if (!way.isHere(userId)) return;
        if (!underWay.has(item.key)) arrived = (await dispatch(sendNow(item, way))) && arrived;
      }
      if (!way.isHere(userId)) return;
      dispatch(waitingChanged(pendingOf(userId).map(({ ours }) => ours.id)));
      if (arrived) {
        wait = FIRST_MS;
        return;
      }
      // Whoever has signed out by then sends nothing, and starts no other timer.
      timer = setTimeout(() => void dispatch(sendPending(userId, way)), wait);
      wait = Math.min(MOST_MS, 2 * wait);
    });

/** Send one, if it still waits and is young enough; false if that must be tried again. */
const sendNow =
  (noted: Sending, way: Way) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const item = current(noted);
    if (!item) {
      remove(noted);
      dispatch(feedbackRemoved(noted.ours.id));
      return true;
    }
    if (isTooOld(item)) {
      takeBack(dispatch, item, way.refused);
      return true;
    }
    underWay.add(item.key);
    try {
      return await dispatch(send(item, way));
    } finally {
      underWay.delete(item.key);
    }
  };

/** Send one; false if the server could not be reached, or has no time. */
const send =
  (item: Sending, { refused, isHere }: Way) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const { data, error } = await dispatch(
      api.endpoints.createFeedback.initiate({
        "Idempotency-Key": item.key,
        createFeedbackRequest: item.request,
      }),
    );
    if (data) remove(item);
    // Whoever is here instead must not see it; a refusal waits for its author.
    if (!isHere(item.userId)) return true;
    if (data) {
      dispatch(feedbackConfirmed({ temporaryId: item.ours.id, feedback: data }));
      return true;
    }
    const refusal = refusalOf(error);
    if (refusal.code === "idempotency_key_reused") {
      // It was written, with a picture that the device had no room for: the list has it.
      remove(item);
      dispatch(feedbackRemoved(item.ours.id));
      return true;
    }
    if (isTemporary(refusal.status)) return false;
    takeBack(dispatch, item, refusal.message || Object.values(refusal.fields)[0] || refused);
    return true;
  };

/** The draft is on the device before what was sent is not: its video's room may be closed. */
function takeBack(dispatch: AppDispatch, item: Sending, reason: string): void {
  const { draft, ours } = item;
  const key = draftKey(item.userId, ours.video_id, draft.frame);
  const there = kept<Draft | null>(key, null);
  const isKept = (there && !isBlank(there)) || keep(key, draft);
  remove(item);
  // A device that was full has room for it now.
  if (!isKept) keep(key, draft);
  dispatch(feedbackRemoved(ours.id));
  dispatch(draftReturned({ videoId: ours.video_id, draft }));
  dispatch(toastShown({ kind: "error", text: reason }));
}

/** No answer, an ended session, too many at once, or a server with a fault: later it may work. */
const isTemporary = (status: number): boolean =>
  status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
