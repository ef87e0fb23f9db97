import { describe, expect, it } from "vitest";
import {
  feedbackAdapter,
  feedbackAdded,
  feedbackConfirmed,
  feedbackReducer,
  feedbacksLoaded,
  feedbackUpdatedOptimistically,
  selectFeedback,
} from "@/entities/feedback";
import { projectEvent } from "@/shared/lib/realtime";
import { createMockFeedback } from "./mock-feedback";

const event = (type: string, payload: unknown) =>
  projectEvent({ seq: 1, at: "2026-01-01T00:00:00Z", actor: null, type, payload } as never, "p");

describe("feedbackSlice", () => {
  it("should handle feedback creation", () => {
    const initialState = feedbackAdapter.getInitialState();
    const feedback = createMockFeedback();

    const nextState = feedbackReducer(initialState, feedbackAdded(feedback));

    expect(nextState.ids).toContain(feedback.id);
    expect(nextState.entities[feedback.id]).toEqual(feedback);
  });

  it("should handle optimistic updates", () => {
    const state = feedbackAdapter.addOne(
      feedbackAdapter.getInitialState(),
      createMockFeedback({ id: "1", status: "open" }),
    );

    const nextState = feedbackReducer(
      state,
      feedbackUpdatedOptimistically({
        id: "1",
        changes: { status: "resolved" },
      }),
    );

    expect(nextState.entities["1"]?.status).toBe("resolved");
    expect(nextState.entities["1"]?._optimistic).toBe(true);
  });

  it("shows one feedback when its event comes before the answer", () => {
    const ours = createMockFeedback({ id: "temporary", content: "Too dark", _optimistic: true });
    const theirs = createMockFeedback({ id: "1", content: "Too dark" });
    let state = feedbackReducer(undefined, feedbackAdded(ours));

    state = feedbackReducer(state, event("feedback.created", theirs));
    expect(state.ids).toEqual(["1"]);

    state = feedbackReducer(
      state,
      feedbackConfirmed({ temporaryId: "temporary", feedback: theirs }),
    );
    expect(state.ids).toEqual(["1"]);
    expect(state.entities["1"]?._optimistic).toBeUndefined();
  });

  it("still has what was opened before it was saved, whatever tells first", () => {
    const ours = createMockFeedback({ id: "temporary", content: "Too dark", _optimistic: true });
    const saved = createMockFeedback({ id: "1", content: "Too dark" });
    for (const telling of [
      event("feedback.created", saved),
      feedbackConfirmed({ temporaryId: "temporary", feedback: saved }),
    ]) {
      const state = feedbackReducer(feedbackReducer(undefined, feedbackAdded(ours)), telling);
      expect(selectFeedback({ entities: { feedbacks: state } }, "temporary")).toEqual(saved);
    }
  });

  it("forgets what was deleted while nobody listened, but not what is being sent", () => {
    let state = feedbackReducer(undefined, feedbackAdded(createMockFeedback({ id: "gone" })));
    const ours = createMockFeedback({ id: "temporary", _optimistic: true });
    state = feedbackReducer(state, feedbackAdded(ours));
    const resolved = createMockFeedback({ id: "resolved", video_id: "an earlier version" });
    state = feedbackReducer(state, feedbackAdded(resolved));
    const kept = createMockFeedback({ id: "kept" });

    state = feedbackReducer(state, feedbacksLoaded([kept]));

    expect([...state.ids].sort()).toEqual(["kept", "temporary"]);
  });

  it("counts comments and reactions as their events come", () => {
    const feedback = createMockFeedback({ id: "1", comments_count: 1 });
    let state = feedbackReducer(undefined, feedbackAdded(feedback));
    const reaction = { target: "feedback", target_id: "1", emoji: "👍", user_id: "me" };

    state = feedbackReducer(state, event("comment.added", { feedback_id: "1" }));
    state = feedbackReducer(state, event("reaction.added", reaction));
    // The same again, as after a reconnection that overlaps.
    state = feedbackReducer(state, event("reaction.added", reaction));

    expect(state.entities["1"]).toMatchObject({ comments_count: 2, reactions: { "👍": 1 } });

    state = feedbackReducer(
      state,
      event("comment.deleted", { feedback_id: "1", deleted_at: null }),
    );
    state = feedbackReducer(state, event("reaction.removed", reaction));

    expect(state.entities["1"]).toMatchObject({ comments_count: 1, reactions: {} });
  });
});
