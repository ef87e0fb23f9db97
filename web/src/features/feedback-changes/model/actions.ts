import {
  type Feedback,
  feedbackAdded,
  feedbackRemoved,
  feedbackUpdatedOptimistically,
} from "@/entities/feedback";
import { api, changeFrom, type FeedbackResponse, refusalOf } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import { type Change, overtaken } from "./slice";

const READ_AGAIN = { forceRefetch: true, subscribe: false };

/** What the API takes for a change: the assignee's id. */
function requestOf({ assignee, ...rest }: Change) {
  return assignee === undefined ? rest : { ...rest, assignee: assignee?.id ?? null };
}

/** The values that a change concerns, to be compared. */
const valuesOf = (row: Change, changes: Change): string =>
  JSON.stringify([
    changes.status && row.status,
    changes.priority && row.priority,
    changes.assignee !== undefined && (row.assignee?.id ?? null),
  ]);

/**
 * Change a feedback, shown at once and taken back if it is refused. If somebody else has changed the
 * same thing meanwhile, theirs is shown, and the person is asked.
 */
export const changeFeedback =
  (feedback: Feedback, changes: Change, refused: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const { id, etag } = feedback;
    dispatch(feedbackUpdatedOptimistically({ id, changes }));
    const answer = await changeFrom<FeedbackResponse>({
      etag,
      before: valuesOf(feedback, changes),
      wanted: valuesOf(changes, changes),
      pick: (row) => valuesOf(row, changes),
      send: (seen) =>
        dispatch(
          api.endpoints.updateFeedback.initiate({
            id,
            "If-Match": seen,
            updateFeedbackRequest: requestOf(changes),
          }),
        ),
      read: () => dispatch(api.endpoints.getFeedback.initiate({ id }, READ_AGAIN)),
    });
    if ("saved" in answer) {
      dispatch(feedbackAdded(answer.saved));
    } else if ("other" in answer) {
      dispatch(feedbackAdded(answer.other));
      dispatch(overtaken({ now: answer.other, changes }));
    } else {
      const { status, message } = refusalOf(answer.error);
      // 404: somebody has deleted it.
      dispatch(status === 404 ? feedbackRemoved(id) : feedbackAdded(feedback));
      dispatch(toastShown({ kind: "error", text: message || refused }));
    }
  };

/** Delete a feedback. It stays until the server has agreed. Returns whether it did. */
export const deleteFeedback =
  (id: string, refused: string) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const { error } = await dispatch(api.endpoints.deleteFeedback.initiate({ id }));
    // 404: somebody else was quicker.
    if (!error || refusalOf(error).status === 404) {
      dispatch(feedbackRemoved(id));
      return true;
    }
    dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
    return false;
  };

/** The API changes so many at once, all of them or none. */
const AT_ONCE = 200;

type Progress = (done: number) => void;

/** Change many feedbacks. Returns how many were changed before one request was refused. */
export const changeMany =
  (ids: string[], changes: Change, refused: string, onProgress: Progress) =>
  async (dispatch: AppDispatch): Promise<number> => {
    for (let done = 0; done < ids.length; done += AT_ONCE) {
      onProgress(done);
      const { data, error } = await dispatch(
        api.endpoints.updateFeedbacks.initiate({
          bulkUpdateRequest: { ids: ids.slice(done, done + AT_ONCE), ...requestOf(changes) },
        }),
      );
      if (!data) {
        dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
        return done;
      }
      for (const feedback of data) dispatch(feedbackAdded(feedback));
    }
    return ids.length;
  };

/** Delete many feedbacks, one after the other. Stops at the first that is refused. */
export const deleteMany =
  (ids: string[], refused: string, onProgress: Progress) =>
  async (dispatch: AppDispatch): Promise<number> => {
    for (const [done, id] of ids.entries()) {
      onProgress(done);
      if (!(await dispatch(deleteFeedback(id, refused)))) return done;
    }
    return ids.length;
  };
