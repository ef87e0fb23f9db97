import { commentAdded } from "@/entities/comment";
import { feedbackAdded } from "@/entities/feedback";
import { api, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { type Edit, editEnded } from "./slice";

export type Edited = { kind: "feedback" | "comment"; id: string };

/** `changed`: somebody else changed it meanwhile. Otherwise a sentence; empty if there is none. */
export type Refused = { changed: boolean; message: string };

/** Save an edited text. If it is refused, the edit stays as it is. */
export const saveEdit =
  ({ kind, id }: Edited, { text, etag }: Edit) =>
  async (dispatch: AppDispatch): Promise<Refused | null> => {
    const content = text.trim();
    const error =
      kind === "feedback"
        ? await dispatch(saveFeedback(id, content, etag))
        : await dispatch(saveComment(id, content, etag));
    if (!error) {
      dispatch(editEnded(id));
      return null;
    }
    const { status, message } = refusalOf(error);
    return { changed: status === 412, message };
  };

const saveFeedback =
  (id: string, content: string, etag: string) => async (dispatch: AppDispatch) => {
    const { data, error } = await dispatch(
      api.endpoints.updateFeedback.initiate({
        id,
        "If-Match": etag,
        updateFeedbackRequest: { content },
      }),
    );
    if (data) dispatch(feedbackAdded(data));
    return error;
  };

const saveComment =
  (id: string, content: string, etag: string) => async (dispatch: AppDispatch) => {
    const { data, error } = await dispatch(
      api.endpoints.updateComment.initiate({
        id,
        "If-Match": etag,
        updateCommentRequest: { content },
      }),
    );
    if (data) {
      const { replies, ...comment } = data;
      dispatch(commentAdded(comment));
    }
    return error;
  };
