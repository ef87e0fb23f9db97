import { commentAdded } from "@/entities/comment";
import { feedbackAdded } from "@/entities/feedback";
import { api, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { type Edit, editEnded } from "./slice";

export type Edited = { kind: "feedback" | "comment"; id: string };

type Changes = { content: string; mentions: string[] };

/** `changed`: somebody else changed it meanwhile. Otherwise a sentence; empty if there is none. */
export type Refused = { changed: boolean; message: string };

/** Save an edited text. If it is refused, the edit stays as it is. */
export const saveEdit =
  ({ kind, id }: Edited, { text, etag }: Edit, mentions: string[]) =>
  async (dispatch: AppDispatch): Promise<Refused | null> => {
    const changes = { content: text.trim(), mentions: [...new Set(mentions)] };
    const error =
      kind === "feedback"
        ? await dispatch(saveFeedback(id, changes, etag))
        : await dispatch(saveComment(id, changes, etag));
    if (!error) {
      dispatch(editEnded(id));
      return null;
    }
    const { status, message } = refusalOf(error);
    return { changed: status === 412, message };
  };

const saveFeedback =
  (id: string, changes: Changes, etag: string) => async (dispatch: AppDispatch) => {
    const { data, error } = await dispatch(
      api.endpoints.updateFeedback.initiate({
        id,
        "If-Match": etag,
        updateFeedbackRequest: changes,
      }),
    );
    if (data) dispatch(feedbackAdded(data));
    return error;
  };

const saveComment =
  (id: string, changes: Changes, etag: string) => async (dispatch: AppDispatch) => {
    const { data, error } = await dispatch(
      api.endpoints.updateComment.initiate({
        id,
        "If-Match": etag,
        updateCommentRequest: changes,
      }),
    );
    if (data) {
      const { replies, ...comment } = data;
      dispatch(commentAdded(comment));
    }
    return error;
  };
