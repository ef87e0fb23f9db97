/** Farther apart than this, in seconds of watching, the other player jumps. */
const FAR = 0.3;
/** How much faster or slower it may play to come along: nobody hears it. */
const MOST = 0.25;

/**
 * How a player that is `behind` another one by so many seconds of the video comes along: "jump", or
 * by how much faster it plays for a while (1: not at all). `frame` is how long one lasts.
 */
export function paceFor(behind: number, speed: number, frame: number): "jump" | number {
  const watched = behind / speed;
  if (Math.abs(watched) > FAR) return "jump";
  if (Math.abs(behind) <= frame / 4) return 1;
  return 1 + Math.min(MOST, Math.max(-MOST, watched * 2));
}
