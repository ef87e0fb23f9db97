import { describe, expect, it } from "vitest";
import { ephemeralFrame, presenceChanged } from "@/shared/lib/realtime";
import {
  type FollowingState,
  followed,
  followingEnded,
  followingReducer,
  followsExpired,
  selectFollowerIds,
} from "..";

const begun = (): FollowingState => followingReducer(undefined, { type: "begin" });
const minji = { id: "m", name: "Minji" };
const follows = (user: string, connection: string, leader: string | null) =>
  ephemeralFrame({
    type: "follow",
    payload: { user_id: user, connection_id: connection, leader_id: leader },
  });
const followersOf = (following: FollowingState, leader: string) =>
  selectFollowerIds({ features: { following } }, leader);
const person = (id: string) => ({
  id,
  name: id,
  email: null,
  avatar_url: null,
  kind: "member" as const,
});

describe("following", () => {
  it("offers the way back after an own action, also one of several steps", () => {
    let state = followingReducer(begun(), followed(minji));
    for (let step = 0; step < 3; step++) state = followingReducer(state, followingEnded("own"));
    expect(state.leader).toBeNull();
    expect(state.last).toEqual({ leader: minji, why: "own" });
  });

  it("says nothing about an end that one wanted", () => {
    const state = followingReducer(followingReducer(begun(), followed(minji)), followingEnded());
    expect(state.last).toBeNull();
  });

  it("counts each follower once, whatever number of tabs they have", () => {
    let state = begun();
    for (const frame of [follows("a", "1", "m"), follows("a", "2", "m"), follows("b", "3", "x")]) {
      state = followingReducer(state, frame);
    }
    expect(followersOf(state, "m")).toBe("a");
    state = followingReducer(state, follows("a", "1", null));
    expect(followersOf(state, "m")).toBe("a");
    state = followingReducer(state, follows("a", "2", null));
    expect(followersOf(state, "m")).toBe("");
  });

  it("forgets those who are gone, or who say nothing any more", () => {
    let state = begun();
    state = followingReducer(state, follows("a", "1", "m"));
    state = followingReducer(state, follows("b", "2", "m"));
    state = followingReducer(state, presenceChanged([person("m"), person("b")]));
    expect(followersOf(state, "m")).toBe("b");
    expect(followersOf(followingReducer(state, followsExpired(Date.now())), "m")).toBe("b");
    const later = Date.now() + 60_000;
    expect(followersOf(followingReducer(state, followsExpired(later)), "m")).toBe("");
  });
});
