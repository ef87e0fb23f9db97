import { describe, expect, it } from "vitest";
import { projectEvent } from "@/shared/lib/realtime";
import { allSeen, readElsewhere, readStateLoaded, seen, unreadReducer } from "../model/slice";

const event = (type: string, payload: object) =>
  projectEvent({ type, payload, seq: 1, at: "", actor: null } as never, "p");
const loaded = readStateLoaded({
  meId: "me",
  videoId: "video",
  state: {
    seen_until: "",
    unread_count: 2,
    feedbacks: ["f1"],
    comments: [{ id: "c1", feedback_id: "f2" }],
  },
});
const by = (id: string, user: string) => ({ id, feedback_id: "f1", user: { id: user } });

describe("what is unread", () => {
  it("grows by what others say, not by one's own", () => {
    let state = unreadReducer(undefined, loaded);
    state = unreadReducer(state, event("feedback.created", by("f3", "kim")));
    state = unreadReducer(state, event("feedback.created", by("f4", "me")));
    state = unreadReducer(state, event("comment.added", by("c2", "kim")));
    state = unreadReducer(state, event("comment.added", by("c3", "me")));
    state = unreadReducer(state, event("comment.added", { id: "c4", redacted: true }));

    expect(Object.keys(state.feedbacks)).toEqual(["f1", "f3"]);
    expect(state.comments).toEqual({ c1: "f2", c2: "f1" });
  });

  it("shrinks by what is seen, deleted, or seen on another device", () => {
    let state = unreadReducer(undefined, loaded);
    state = unreadReducer(state, event("comment.added", by("c2", "kim")));
    state = unreadReducer(state, seen(["c1"]));
    expect(state.comments).toEqual({ c2: "f1" });
    state = unreadReducer(state, event("feedback.deleted", { id: "f1" }));
    expect([state.feedbacks, state.comments]).toEqual([{}, {}]);

    state = unreadReducer(
      unreadReducer(undefined, loaded),
      event("feedback.created", by("f3", "kim")),
    );
    const there = { seen_until: "", unread_count: 2, feedbacks: ["f3", "f9"], comments: [] };
    state = unreadReducer(state, readElsewhere(there));
    expect([state.feedbacks, state.comments]).toEqual([{ f3: true }, {}]);
  });

  it("knows how much there is beyond what is listed, and takes it up when that is seen", () => {
    const listed = (unread_count: number, ...feedbacks: string[]) => ({
      seen_until: "",
      unread_count,
      feedbacks,
      comments: [],
    });
    const whole = readStateLoaded({ meId: "me", videoId: "v", state: listed(5, "f4", "f5") });
    let state = unreadReducer(undefined, whole);
    expect(state.older).toBe(3);
    // f6 has come meanwhile, so f4 is no longer listed: it may be unread all the same.
    state = unreadReducer(state, event("feedback.created", by("f6", "kim")));
    state = unreadReducer(state, readElsewhere(listed(6, "f5", "f6")));
    expect([Object.keys(state.feedbacks), state.older]).toEqual([["f4", "f5", "f6"], 3]);
    state = unreadReducer(state, readElsewhere(listed(5, "f4", "f6")));
    expect(Object.keys(state.feedbacks)).toEqual(["f4", "f6"]);

    state = unreadReducer(state, seen(["f4", "f6"]));
    state = unreadReducer(state, readElsewhere(listed(3, "f2", "f3")));
    expect([Object.keys(state.feedbacks), state.older]).toEqual([["f2", "f3"], 1]);
    expect(unreadReducer(state, allSeen())).toMatchObject({ feedbacks: {}, older: 0 });
  });
});
