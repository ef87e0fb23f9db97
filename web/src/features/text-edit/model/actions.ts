import { commentAdded } from "@/entities/comment";
import { feedbackAdded } from "@/entities/feedback";
import {
  api,
  type CommentResponse,
  changeFrom,
  type FeedbackResponse,
  refusalOf,
} from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { type Edit, editChanged, editEnded } from "./slice";

type Changes = { content: string; mentions: string[] };
type Row = FeedbackResponse | CommentResponse;

const READ_AGAIN = { forceRefetch: true, subscribe: false };

/**
 * Save an edited text. If it is refused, the edit stays as it is, and a sentence is returned (empty
 * if the server gave none). If somebody else has changed the text, the edit has it as `other`.
 */
export const saveEdit =
  (edit: Edit, mentions: string[]) =>
  async (dispatch: AppDispatch): Promise<string | null> => {
    const { id } = edit;
    const changes = { content: edit.text.trim(), mentions: [...new Set(mentions)] };
    const answer = await changeFrom<Row>({
      etag: edit.etag,
      before: edit.before,
      wanted: changes.content,
      pick: (row) => row.content,
      send: (etag) => dispatch(send(edit, changes, etag)),
      read: () => dispatch(read(edit)),
    });
    if ("error" in answer) return refusalOf(answer.error).message;
    if ("saved" in answer) {
      dispatch(shown(answer.saved));
      dispatch(editEnded(id));
    } else {
      const { content, etag } = answer.other;
      dispatch(shown(answer.other));
      dispatch(editChanged({ id, etag, before: content, other: content }));
    }
    return null;
  };

const send =
  ({ kind, id }: Edit, changes: Changes, etag: string) =>
  (dispatch: AppDispatch): PromiseLike<{ data?: Row | undefined; error?: unknown }> => {
    const given = { id, "If-Match": etag };
    return kind === "feedback"
      ? dispatch(
          api.endpoints.updateFeedback.initiate({ ...given, updateFeedbackRequest: changes }),
        )
      : dispatch(api.endpoints.updateComment.initiate({ ...given, updateCommentRequest: changes }));
  };

const read =
  ({ kind, id }: Edit) =>
  (dispatch: AppDispatch): PromiseLike<{ data?: Row | undefined; error?: unknown }> =>
    kind === "feedback"
      ? dispatch(api.endpoints.getFeedback.initiate({ id }, READ_AGAIN))
      : dispatch(api.endpoints.getComment.initiate({ id }, READ_AGAIN));

function shown(row: Row) {
  if (!("feedback_id" in row)) return feedbackAdded(row);
  const { replies, ...comment } = row;
  return commentAdded(comment);
}
