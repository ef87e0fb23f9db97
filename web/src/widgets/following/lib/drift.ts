import type { PlayerState } from "@/shared/lib/realtime";

/** What the leader has not confirmed for so long (s) is not believed; a follower has stopped by then. */
const BELIEVED = 9;
/** Farther apart than this, in seconds of watching, a player jumps. */
const FAR = 0.6;
/** Sound and picture bear this much without anybody noticing. */
const MOST = 0.1;

/** Where the leader's player is at a time of the server's clock (ms), in seconds of the video. */
export function positionAt(state: PlayerState, serverTime: number, duration: number): number {
  if (!state.playing) return state.timestamp;
  const age = Math.min(BELIEVED, Math.max(0, (serverTime - Date.parse(state.at)) / 1000));
  return Math.min(duration, Math.max(0, state.timestamp + state.speed * age));
}

/**
 * How a player that is `behind` the leader's by so many seconds of the video comes along: "jump", or
 * by how much faster it plays for a while (1: not at all). `frame` is how long one lasts.
 */
export function catchUp(behind: number, speed: number, frame: number): "jump" | number {
  const watched = behind / speed;
  if (Math.abs(watched) > FAR) return "jump";
  if (Math.abs(behind) <= frame) return 1;
  return 1 + Math.min(MOST, Math.max(-MOST, watched));
}
