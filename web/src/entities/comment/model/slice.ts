import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import type { CommentResponse } from "@/shared/api";
import { renamed } from "@/shared/lib/mentions";
import { projectEvent } from "@/shared/lib/realtime";

/** A comment without its replies: they are comments too, and name it in `parent_id`. */
export type Comment = Omit<CommentResponse, "replies" | "replies_cursor"> & {
  /** More replies of a comment of the first level; null when all are here. */
  replies_cursor?: string | null;
  _optimistic?: boolean;
};
export type CommentsState = EntityState<Comment, string>;

type Reacted = { target_id: string; emoji: string; user_id: string; added: boolean };

export const commentAdapter = createEntityAdapter<Comment>();

/** A thread as REST nests it, as a flat list. */
export function flat(comments: CommentResponse[]): Comment[] {
  return comments.flatMap(({ replies, ...comment }) => [comment, ...flat(replies)]);
}

const slice = createSlice({
  name: "comments",
  initialState: commentAdapter.getInitialState(),
  reducers: {
    commentAdded: commentAdapter.setOne,
    commentRemoved: commentAdapter.removeOne,
    commentConfirmed: (
      state,
      { payload }: PayloadAction<{ temporaryId: string; comment: Comment }>,
    ) => {
      commentAdapter.removeOne(state, payload.temporaryId);
      commentAdapter.setOne(state, payload.comment);
    },
    repliesLoaded: (state, { payload }: PayloadAction<Comment[]>) => {
      commentAdapter.setMany(state, payload);
    },
    /**
     * The thread of a feedback, read again: what was `known` when it was asked for and is not listed
     * is gone. What came meanwhile by its event, or changed, is newer than the list.
     */
    threadLoaded: (
      state,
      { payload }: PayloadAction<{ known: readonly string[]; comments: Comment[] }>,
    ) => {
      const listed = new Set(payload.comments.map(({ id }) => id));
      commentAdapter.removeMany(
        state,
        payload.known.filter((id) => !listed.has(id) && !state.entities[id]?._optimistic),
      );
      commentAdapter.setMany(
        state,
        payload.comments.filter(
          ({ id, updated_at }) => !((state.entities[id]?.updated_at ?? "") > updated_at),
        ),
      );
    },
    /** A reaction that is being sent; its event changes nothing more. */
    commentReacted: (state, { payload }: PayloadAction<Reacted>) =>
      react(state, payload, payload.added),
    /** Threads that are not open may have missed events: they are read when they are opened. */
    threadsForgotten: (state, { payload: except }: PayloadAction<string | null>) => {
      forget(state, (one) => one.feedback_id !== except);
    },
  },
  extraReducers: (builder) => {
    builder.addCase(projectEvent, (state, { payload: event }) => {
      switch (event.type) {
        case "comment.added":
        case "comment.updated":
          if (!("redacted" in event.payload)) received(state, event.payload);
          break;
        case "comment.deleted":
          if (event.payload.deleted_at === null) commentAdapter.removeOne(state, event.payload.id);
          else received(state, event.payload);
          break;
        case "feedback.deleted": {
          const { id } = event.payload;
          forget(state, (one) => one.feedback_id === id);
          break;
        }
        case "reaction.added":
        case "reaction.removed":
          if (event.payload.target === "comment") {
            react(state, event.payload, event.type === "reaction.added");
          }
          break;
        case "user.updated":
          for (const one of Object.values(state.entities)) {
            if (one.user.id === event.payload.id) one.user = event.payload;
            one.mentions = renamed(one.mentions, event.payload);
          }
      }
    });
  },
});

function forget(state: CommentsState, isGone: (comment: Comment) => boolean): void {
  const gone = Object.values(state.entities).filter(isGone);
  commentAdapter.removeMany(
    state,
    gone.map(({ id }) => id),
  );
}

/** The event of one's own new comment may come before the answer to the request. */
function received(state: CommentsState, comment: Comment): void {
  const ours = Object.values(state.entities).find(
    (one) =>
      one._optimistic &&
      one.id !== comment.id &&
      one.user.id === comment.user.id &&
      one.feedback_id === comment.feedback_id &&
      one.content === comment.content,
  );
  if (ours) commentAdapter.removeOne(state, ours.id);
  const cursor = state.entities[comment.id]?.replies_cursor ?? null;
  commentAdapter.setOne(state, { replies_cursor: cursor, ...comment });
}

function react(
  state: CommentsState,
  { target_id, emoji, user_id }: { target_id: string; emoji: string; user_id: string },
  added: boolean,
): void {
  const comment = state.entities[target_id];
  if (!comment) return;
  const others = (comment.reactions[emoji] ?? []).filter((id) => id !== user_id);
  if (added) comment.reactions[emoji] = [...others, user_id];
  else if (others.length > 0) comment.reactions[emoji] = others;
  else delete comment.reactions[emoji];
}

export const commentReducer = slice.reducer;
export const {
  commentAdded,
  commentConfirmed,
  commentReacted,
  commentRemoved,
  repliesLoaded,
  threadLoaded,
  threadsForgotten,
} = slice.actions;

type Root = { entities: { comments: CommentsState } };
/** The ids of the comments on a feedback that are here. */
export const commentIdsOf = (state: Root, feedbackId: string): string[] =>
  Object.values(state.entities.comments.entities)
    .filter(({ feedback_id }) => feedback_id === feedbackId)
    .map(({ id }) => id);

export type Placed = { comment: Comment; depth: number };

/** A thread from top to bottom: each comment, then its replies, the oldest first. */
export const selectThread = createSelector(
  [
    (state: Root) => state.entities.comments.entities,
    (_state: Root, feedbackId: string) => feedbackId,
  ],
  (entities, feedbackId): Placed[] => {
    const children = new Map<string | null, Comment[]>();
    for (const comment of Object.values(entities)) {
      if (comment.feedback_id !== feedbackId) continue;
      const siblings = children.get(comment.parent_id) ?? [];
      children.set(comment.parent_id, [...siblings, comment]);
    }
    const below = (parent: string | null, depth: number): Placed[] =>
      (children.get(parent) ?? [])
        .sort((a, b) => a.created_at.localeCompare(b.created_at))
        .flatMap((comment) => [{ comment, depth }, ...below(comment.id, depth + 1)]);
    return below(null, 0);
  },
);
