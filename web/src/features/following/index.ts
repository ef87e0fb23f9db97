export {
  type FollowingState,
  followed,
  followingEnded,
  followingReducer,
  followsExpired,
  type LeaderPlace,
  leaderHeard,
  type Person,
  selectFollowerIds,
  selectFollowing,
  selectLeader,
} from "./model/slice";
