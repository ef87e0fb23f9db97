import {
  type Feedback,
  feedbackAdded,
  feedbackRemoved,
  feedbackUpdatedOptimistically,
} from "@/entities/feedback";
import { api, refusalOf, type UserInfo } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";

/** What may be changed besides the text; the assignee as a person, to be shown at once. */
export type Change = Partial<Pick<Feedback, "status" | "priority">> & {
  assignee?: UserInfo | null;
};

/** What the API takes for a change: the assignee's id. */
function requestOf({ assignee, ...rest }: Change) {
  return assignee === undefined ? rest : { ...rest, assignee: assignee?.id ?? null };
}

/** Change a feedback, shown at once and taken back if it is refused. */
export const changeFeedback =
  (feedback: Feedback, changes: Change, refused: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    dispatch(feedbackUpdatedOptimistically({ id: feedback.id, changes }));
    const { data, error } = await dispatch(
      api.endpoints.updateFeedback.initiate({
        id: feedback.id,
        updateFeedbackRequest: requestOf(changes),
      }),
    );
    dispatch(feedbackAdded(data ?? feedback));
    if (error) {
      dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
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
