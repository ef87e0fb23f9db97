import { type Frames, frameAt } from "@/shared/lib/frames";
import { paceFor } from "../lib/pace";
import type { Playback } from "./playback";

const lengthOf = ({ num, den }: Frames) => den / num;

/** Makes another player show the moment that the room's player shows, and keeps it there. */
export class Companion {
  #offset = 0;
  #isBeyond = false;
  #listeners = new Set<() => void>();
  #forget: () => void;

  constructor(
    readonly leader: Playback,
    readonly playback: Playback,
  ) {
    playback.sound.isSilent = true;
    this.#forget = leader.subscribe(() => this.#keepUp());
    this.#keepUp();
  }

  /** Whether the other video has no picture of the moment: it has not begun, or is over. */
  get isBeyond(): boolean {
    return this.#isBeyond;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Show a moment so many frames of the leader's later. */
  shift(frames: number): void {
    this.#offset = frames;
    this.#keepUp();
  }

  stop(): void {
    this.#forget();
    this.playback.nudge(1);
    this.playback.pause();
  }

  #keepUp(): void {
    const { leader, playback } = this;
    const goal = leader.position + this.#offset * lengthOf(leader.frames);
    const frame = frameAt(goal, playback.frames);
    this.#say(frame < 0 || frame >= playback.count);
    // Its last frame it only shows: a player that begins there begins from the start.
    const plays = !leader.paused && !leader.backwards && frame >= 0 && frame < playback.count - 1;
    if (plays) this.#play(goal, frame);
    else this.#rest(frame);
  }

  #play(goal: number, frame: number): void {
    const { leader, playback } = this;
    if (playback.speed !== leader.speed) playback.setSpeed(leader.speed);
    if (playback.paused) {
      playback.seek(frame);
      void playback.play();
      return;
    }
    if (playback.video?.seeking) return;
    const length = lengthOf(playback.frames);
    const pace = paceFor(goal - playback.position, playback.speed, length);
    if (pace === "jump") playback.seek(frame);
    else playback.nudge(pace);
  }

  #rest(frame: number): void {
    const { playback } = this;
    if (!playback.paused) playback.pause();
    const within = Math.min(Math.max(0, frame), playback.count - 1);
    if (playback.frame !== within) playback.seek(within);
  }

  #say(isBeyond: boolean): void {
    if (isBeyond === this.#isBeyond) return;
    this.#isBeyond = isBeyond;
    for (const listener of this.#listeners) listener();
  }
}
