import { nanoid } from "@reduxjs/toolkit";
import { feedbackAdded, feedbackConfirmed, feedbackRemoved } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { api, refusalOf, type UserInfo } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import type { Draft } from "./draft";
import { draftRemoved, draftReturned, waitingChanged } from "./form-slice";
import { isTooOld, pendingOf, put, remove, type Sending } from "./outbox";
import { optimistic, requestOf } from "./request";

/** What one is told if the server gives no reason. */
export type Texts = { refused: string };
type Given = {
  video: Video;
  me: UserInfo;
  draft: Draft;
  assignee: UserInfo | null;
  screenshot: Promise<string | null>;
} & Texts;

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
  ({ video, me, draft, assignee, screenshot, refused }: Given) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const ours = optimistic(video, me, draft, assignee);
    const item = { key: nanoid(), userId: me.id, request: requestOf(video, draft), ours, draft };
    dispatch(feedbackAdded(ours));
    dispatch(draftRemoved());
    // With the picture it is another body: it must not be sent before that is there.
    underWay.add(item.key);
    put(item);
    const picture = await screenshot;
    underWay.delete(item.key);
    put(picture ? { ...item, request: { ...item.request, screenshot: picture } } : item);
    await dispatch(sendPending(me.id, { refused }));
  };

/** Show what an earlier page has left, and send everything that waits. */
export const resumeSending =
  (userId: string, texts: Texts) =>
  async (dispatch: AppDispatch): Promise<void> => {
    for (const item of pendingOf(userId)) {
      if (underWay.has(item.key)) continue;
      if (isTooOld(item)) takeBack(dispatch, item, texts.refused);
      else dispatch(feedbackAdded(item.ours));
    }
    wait = FIRST_MS;
    await dispatch(sendPending(userId, texts));
  };

const sendPending =
  (userId: string, texts: Texts) =>
  async (dispatch: AppDispatch): Promise<void> => {
    clearTimeout(timer);
    let arrived = true;
    for (const item of pendingOf(userId)) {
      if (!underWay.has(item.key)) arrived = (await dispatch(send(item, texts))) && arrived;
    }
    dispatch(waitingChanged(pendingOf(userId).map(({ ours }) => ours.id)));
    if (arrived) {
      wait = FIRST_MS;
      return;
    }
    timer = setTimeout(() => void dispatch(sendPending(userId, texts)), wait);
    wait = Math.min(MOST_MS, 2 * wait);
  };

/** Send one; false if the server could not be reached, or has no time. */
const send =
  (item: Sending, { refused }: Texts) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    underWay.add(item.key);
    const { data, error } = await dispatch(
      api.endpoints.createFeedback.initiate({
        "Idempotency-Key": item.key,
        createFeedbackRequest: item.request,
      }),
    );
    underWay.delete(item.key);
    if (data) {
      remove(item);
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

function takeBack(dispatch: AppDispatch, item: Sending, reason: string): void {
  remove(item);
  dispatch(feedbackRemoved(item.ours.id));
  dispatch(draftReturned({ videoId: item.ours.video_id, draft: item.draft }));
  dispatch(toastShown({ kind: "error", text: reason }));
}

/** No answer, an ended session, too many at once, or a server with a fault: later it may work. */
const isTemporary = (status: number): boolean =>
  status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
