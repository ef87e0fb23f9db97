import { middleOf } from "@/shared/lib/frames";
import type { Playback } from "./playback";

/** How far ahead of what plays another element waits for it, in seconds. */
const LEAD = 0.5;

/**
 * Make another element show what the player shows, so that it can take its place without a jump:
 * the same frame at rest, the next one while it plays. `done` is called at that moment. The function
 * returned gives up.
 */
export function takeOver(playback: Playback, video: HTMLVideoElement, done: () => void) {
  const given = new AbortController();
  const { signal } = given;
  const { frames } = playback;
  let target = 0;

  const aim = () => {
    const ahead = playback.paused ? 0 : (LEAD * playback.speed * frames.num) / frames.den;
    target = Math.min(playback.frame + Math.ceil(ahead), playback.count - 1);
    video.currentTime = middleOf(target, frames);
  };
  const check = () => {
    if (signal.aborted || video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
      return;
    const { frame, paused, backwards } = playback;
    if (backwards || (!paused && frame < target)) return;
    if (paused ? frame !== target : frame > target + 1) return aim();
    given.abort();
    if (paused) return done();
    video.playbackRate = playback.speed;
    video.play().then(done, done);
  };
  video.muted = true;
  video.addEventListener("loadedmetadata", aim, { signal });
  video.addEventListener("seeked", check, { signal });
  video.addEventListener("canplay", check, { signal });
  const forget = playback.subscribe(check);
  signal.addEventListener("abort", forget);
  return () => given.abort();
}
