import { nanoid } from "@reduxjs/toolkit";
import {
  type Comment,
  commentAdded,
  commentConfirmed,
  commentIdsOf,
  commentRemoved,
  flat,
  repliesLoaded,
  threadLoaded,
} from "@/entities/comment";
import { api, type CommentResponse, readAll, refusalOf, type UserInfo } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import { draftReturned, sent } from "./slice";

type Given = {
  feedbackId: string;
  /** The video in whose room it is written. */
  videoId: string;
  content: string;
  parentId: string | undefined;
  /** Those whom it mentions, who are told. */
  mentions: UserInfo[];
  me: UserInfo;
  /** What to say if the server gives no reason. */
  refused: string;
};

/** Send a comment. It is there at once; if it is refused it is taken back, and the text returns. */
export const sendComment =
  ({ feedbackId, videoId, content, parentId, mentions, me, refused }: Given) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const id = `sending-${nanoid()}`;
    const now = new Date().toISOString();
    const { name, email, avatar_url } = me;
    dispatch(
      commentAdded({
        id,
        _optimistic: true,
        etag: "",
        feedback_id: feedbackId,
        parent_id: parentId ?? null,
        user: { id: me.id, name, email, avatar_url, kind: me.kind },
        content,
        mentions,
        reactions: {},
        created_at: now,
        updated_at: now,
        deleted_at: null,
      }),
    );
    dispatch(sent(feedbackId));
    const { data, error } = await dispatch(
      api.endpoints.createComment.initiate({
        "Idempotency-Key": nanoid(),
        createCommentRequest: {
          feedback_id: feedbackId,
          content,
          mentions: mentions.map(({ id }) => id),
          ...(parentId && { parent_id: parentId }),
        },
      }),
    );
    if (data) {
      const { replies, ...comment } = data;
      dispatch(commentConfirmed({ temporaryId: id, comment }));
      return;
    }
    dispatch(commentRemoved(id));
    dispatch(draftReturned({ id: feedbackId, videoId, content, replyTo: parentId }));
    dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
  };

/** Read the thread of a feedback. Throws ApiError, and what the signal was aborted with. */
export const loadThread =
  (feedbackId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch, getState: () => unknown): Promise<void> => {
    const query = { feedback_id: feedbackId, limit: "200", replies: "500" };
    const known = commentIdsOf(getState() as Parameters<typeof commentIdsOf>[0], feedbackId);
    const { items } = await readAll<CommentResponse>("/api/v1/comments", query, signal);
    dispatch(threadLoaded({ known, comments: flat(items) }));
    for (const { id, replies_cursor } of items) {
      if (!replies_cursor) continue;
      const rest = { cursor: replies_cursor, limit: "500" };
      const { items: replies } = await readAll<Comment>(
        `/api/v1/comments/${id}/replies`,
        rest,
        signal,
      );
      dispatch(repliesLoaded(replies));
    }
  };

/**
 * Delete a comment. It stays until the server has agreed; one with replies leaves its place. Returns
 * whether it was deleted.
 */
export const deleteComment =
  (id: string, refused: string) =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const { error } = await dispatch(api.endpoints.deleteComment.initiate({ id }));
    const { status, message } = refusalOf(error);
    // What becomes of its place comes with the event. 404: somebody else was quicker.
    if (!error || status === 404) return true;
    dispatch(toastShown({ kind: "error", text: message || refused }));
    return false;
  };
