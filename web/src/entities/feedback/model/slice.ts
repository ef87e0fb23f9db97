import {
  createEntityAdapter,
  createSelector,
  createSlice,
  type EntityState,
  type PayloadAction,
} from "@reduxjs/toolkit";
import type { FeedbackResponse } from "@/shared/api";
import { renamed } from "@/shared/lib/mentions";
import { projectEvent } from "@/shared/lib/realtime";

/** A feedback; `_optimistic` while the server has not confirmed what is shown. */
export type Feedback = FeedbackResponse & { _optimistic?: boolean };
export type FeedbacksState = EntityState<Feedback, string> & {
  /** The ids that the server has given to what was shown before it answered. */
  confirmed?: Record<string, string>;
};

type Reacted = { target_id: string; emoji: string; user_id: string; added: boolean };

export const feedbackAdapter = createEntityAdapter<Feedback>();

const slice = createSlice({
  name: "feedbacks",
  initialState: feedbackAdapter.getInitialState() as FeedbacksState,
  reducers: {
    /** A feedback as the server has it, or one that is being sent (`_optimistic`). */
    feedbackAdded: feedbackAdapter.setOne,
    feedbackRemoved: feedbackAdapter.removeOne,
    feedbackUpdatedOptimistically: (
      state,
      { payload: { id, changes } }: PayloadAction<{ id: string; changes: Partial<Feedback> }>,
    ) => {
      feedbackAdapter.updateOne(state, { id, changes: { ...changes, _optimistic: true } });
    },
    /** What was sent has an answer: the server's row takes the place of ours. */
    feedbackConfirmed: (
      state,
      { payload }: PayloadAction<{ temporaryId: string; feedback: Feedback }>,
    ) => {
      replace(state, payload.temporaryId, payload.feedback);
    },
    /** A reaction that is being sent; its event changes nothing more. */
    feedbackReacted: (state, { payload }: PayloadAction<Reacted>) =>
      react(state, payload, payload.added),
    /** A page of a list, or the answer to a change of many. */
    feedbacksAdded: feedbackAdapter.setMany,
    /** All that the room shows, read again: what is no longer listed is gone. */
    feedbacksLoaded: (state, { payload: feedbacks }: PayloadAction<Feedback[]>) => {
      const listed = new Set(feedbacks.map(({ id }) => id));
      const gone = Object.values(state.entities).filter(
        (one) => !listed.has(one.id) && !one._optimistic,
      );
      feedbackAdapter.removeMany(
        state,
        gone.map(({ id }) => id),
      );
      feedbackAdapter.setMany(state, feedbacks);
    },
  },
  extraReducers: (builder) => {
    builder.addCase(projectEvent, (state, { payload: event }) => {
      switch (event.type) {
        case "feedback.created":
        case "feedback.updated":
          if (!("redacted" in event.payload)) received(state, event.payload);
          break;
        case "feedback.deleted":
          feedbackAdapter.removeOne(state, event.payload.id);
          break;
        case "comment.added":
          if (!("redacted" in event.payload)) count(state, event.payload.feedback_id, 1);
          break;
        case "comment.deleted":
          // A tombstone (`deleted_at` is set) is still counted.
          if (event.payload.deleted_at === null) count(state, event.payload.feedback_id, -1);
          break;
        case "reaction.added":
        case "reaction.removed":
          if (event.payload.target === "feedback") {
            react(state, event.payload, event.type === "reaction.added");
          }
          break;
        case "user.updated":
          for (const one of Object.values(state.entities)) {
            if (one.user.id === event.payload.id) one.user = event.payload;
            if (one.assignee?.id === event.payload.id) one.assignee = event.payload;
            one.mentions = renamed(one.mentions, event.payload);
          }
      }
    });
  },
});

/** The event of one's own new feedback may come before the answer to the request. */
function received(state: FeedbacksState, feedback: FeedbackResponse): void {
  const ours = Object.values(state.entities).find(
    (one) =>
      one._optimistic &&
      one.id !== feedback.id &&
      one.user.id === feedback.user.id &&
      one.video_id === feedback.video_id &&
      one.content === feedback.content,
  );
  if (ours) replace(state, ours.id, feedback);
  else feedbackAdapter.setOne(state, feedback);
}

function replace(state: FeedbacksState, temporaryId: string, feedback: FeedbackResponse): void {
  feedbackAdapter.removeOne(state, temporaryId);
  feedbackAdapter.setOne(state, feedback);
  state.confirmed = { ...state.confirmed, [temporaryId]: feedback.id };
}

function count(state: FeedbacksState, feedbackId: string, change: number): void {
  const feedback = state.entities[feedbackId];
  if (feedback) feedback.comments_count = Math.max(0, feedback.comments_count + change);
}

function react(
  state: FeedbacksState,
  { target_id, emoji, user_id }: { target_id: string; emoji: string; user_id: string },
  added: boolean,
): void {
  const feedback = state.entities[target_id];
  if (!feedback) return;
  const others = (feedback.reacted_by[emoji] ?? []).filter((id) => id !== user_id);
  const people = added ? [...others, user_id] : others;
  if (people.length > 0) {
    feedback.reacted_by[emoji] = people;
    feedback.reactions[emoji] = people.length;
  } else {
    delete feedback.reacted_by[emoji];
    delete feedback.reactions[emoji];
  }
}

export const feedbackReducer = slice.reducer;
export const {
  feedbackAdded,
  feedbackConfirmed,
  feedbackReacted,
  feedbackRemoved,
  feedbacksAdded,
  feedbacksLoaded,
  feedbackUpdatedOptimistically,
} = slice.actions;

type Root = { entities: { feedbacks: FeedbacksState } };

/** A feedback; who opened it before the server had answered still has it by its first id. */
export const selectFeedback = (state: Root, id: string | null): Feedback | undefined => {
  const { entities, confirmed } = state.entities.feedbacks;
  return id === null ? undefined : entities[confirmed?.[id] ?? id];
};

const selectRows = (state: Root) => state.entities.feedbacks.entities;

/** The feedback of a video in the order of its moments. */
export const selectFeedbacksOfVideo = createSelector(
  [selectRows, (_state: Root, videoId: string) => videoId],
  (entities, videoId) =>
    Object.values(entities)
      .filter((feedback) => feedback.video_id === videoId)
      .sort(byMoment),
);

/** What is not done yet on some videos: the earlier versions of one. */
export const selectUnresolvedOfVideos = createSelector(
  [selectRows, (_state: Root, videoIds: readonly string[]) => videoIds],
  (entities, videoIds) =>
    Object.values(entities)
      .filter(({ video_id, status }) => videoIds.includes(video_id) && isUnresolved(status))
      .sort(byMoment),
);

const isUnresolved = (status: Feedback["status"]) => status === "open" || status === "in_progress";

const byMoment = (a: Feedback, b: Feedback) =>
  a.timestamp - b.timestamp || (a.created_at < b.created_at ? -1 : 1);
