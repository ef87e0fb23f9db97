import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { ephemeralFrame, presenceChanged } from "@/shared/lib/realtime";

export type Person = { id: string; name: string };
/** `joining`: nothing was heard of the leader yet; `silent`: nothing any more. */
export type LeaderPlace = "joining" | "here" | "elsewhere" | "silent";

export type FollowingState = {
  /** Whose playback this person follows. */
  leader: Person | null;
  place: LeaderPlace;
  /** The video that the leader is in. */
  videoId: string | null;
  /** Whom one followed until just now, and why that ended: one did something oneself, or they left. */
  last: { leader: Person; why: "own" | "left" } | null;
  /** Who follows whom, by connection. */
  follows: Record<string, { userId: string; leaderId: string; heardAt: number }>;
};

/** Followers say every few seconds that they still follow; then they count as gone (ms). */
export const FORGOTTEN_MS = 25_000;

const initialState: FollowingState = {
  leader: null,
  place: "joining",
  videoId: null,
  last: null,
  follows: {},
};

const slice = createSlice({
  name: "following",
  initialState,
  reducers: {
    followed: (state, { payload }: PayloadAction<Person>) => {
      Object.assign(state, { leader: payload, place: "joining", videoId: null, last: null });
    },
    /** Without a reason: one wanted it, so nothing has to be said about it. */
    followingEnded: (state, { payload: why }: PayloadAction<"own" | "left" | undefined>) => {
      // What one does may consist of several steps, each of which ends it.
      if (why && !state.leader) return;
      state.last = why && state.leader ? { leader: state.leader, why } : null;
      state.leader = null;
    },
    leaderHeard: (
      state,
      { payload }: PayloadAction<{ place: LeaderPlace; videoId: string | null }>,
    ) => {
      Object.assign(state, payload);
    },
    followsExpired: (state, { payload: now }: PayloadAction<number>) => {
      for (const [connection, { heardAt }] of Object.entries(state.follows)) {
        if (now - heardAt > FORGOTTEN_MS) delete state.follows[connection];
      }
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(ephemeralFrame, (state, { payload: frame, meta }) => {
        if (frame.type !== "follow") return;
        const { connection_id, user_id, leader_id } = frame.payload;
        if (leader_id === null) delete state.follows[connection_id];
        else {
          const follow = { userId: user_id, leaderId: leader_id, heardAt: meta.receivedAt };
          state.follows[connection_id] = follow;
        }
      })
      .addCase(presenceChanged, (state, { payload: present }) => {
        const here = new Set(present.map(({ id }) => id));
        for (const [connection, { userId }] of Object.entries(state.follows)) {
          if (!here.has(userId)) delete state.follows[connection];
        }
      });
  },
});

export const followingReducer = slice.reducer;
export const { followed, followingEnded, followsExpired, leaderHeard } = slice.actions;

type Root = { features: { following: FollowingState } };
export const selectFollowing = (state: Root) => state.features.following;
export const selectLeader = (state: Root) => state.features.following.leader;

/** The ids of those who follow somebody, joined: a selector must not make a new array each time. */
export const selectFollowerIds = (state: Root, leaderId: string | undefined): string => {
  const follows = Object.values(state.features.following.follows);
  const ids = follows.filter((one) => one.leaderId === leaderId && one.userId !== leaderId);
  return [...new Set(ids.map(({ userId }) => userId))].sort().join(" ");
};
