import { nanoid } from "@reduxjs/toolkit";
import {
  commentAdded,
  commentConfirmed,
  commentRemoved,
  flat,
  threadLoaded,
} from "@/entities/comment";
import { api, type CommentResponse, readAll, refusalOf, type UserInfo } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import { draftChanged, sent } from "./slice";

type Given = {
  feedbackId: string;
  content: string;
  parentId: string | undefined;
  /** The ids of those whom it mentions, who are told. */
  mentions: string[];
  me: UserInfo;
  /** What to say if the server gives no reason. */
  refused: string;
};

/** Send a comment. It is there at once; if it is refused it is taken back, and the text returns. */
export const sendComment =
  ({ feedbackId, content, parentId, mentions, me, refused }: Given) =>
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
        user: { id: me.id, name, email, avatar_url },
        content,
        mentions: [],
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
          mentions,
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
    dispatch(draftChanged({ feedbackId, content }));
    dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
  };

/** Read the thread of a feedback. Throws ApiError, and what the signal was aborted with. */
export const loadThread =
  (feedbackId: string, signal: AbortSignal) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const query = { feedback_id: feedbackId, limit: "200" };
    const { items } = await readAll<CommentResponse>("/api/v1/comments", query, signal);
    dispatch(threadLoaded({ feedbackId, comments: flat(items) }));
  };
