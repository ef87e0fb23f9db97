import type { Playback } from "@/features/video-player";
import { frameAt } from "@/shared/lib/frames";
import type { PlayerState } from "@/shared/lib/realtime";
import { catchUp, positionAt } from "../lib/drift";

const LOOK_MS = 200;

/** Makes a player do what the leader's does, and keeps it there. */
export class Follower {
  #state: PlayerState | null = null;
  #timer = setInterval(() => this.#keepUp(), LOOK_MS);

  constructor(
    readonly playback: Playback,
    readonly serverTime: () => number,
  ) {
    // One's own part of the video would end what the leader plays.
    playback.led(() => {
      playback.setRange({ from: null, to: null });
      playback.setLoops(false);
    });
  }

  /** Do what the leader does now. */
  hear(state: PlayerState): void {
    this.#state = state;
    this.playback.led(() => this.#obey(state));
  }

  /** Stay where one is. */
  rest(): void {
    this.#state = null;
    this.playback.led(() => this.playback.pause());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.playback.nudge(1);
  }

  #obey(state: PlayerState): void {
    const { playback } = this;
    const speed = Math.abs(state.speed);
    if (!state.playing) {
      playback.pause();
      playback.seek(this.#frameOf(state.timestamp));
      return;
    }
    if (speed !== playback.speed) playback.setSpeed(speed);
    const isBackwards = state.speed < 0;
    if (playback.paused || playback.backwards !== isBackwards) {
      this.#jumpIfFar(state);
      if (isBackwards) playback.playBackwards();
      else void playback.play();
    } else {
      this.#jumpIfFar(state);
    }
  }

  /** Between two messages the leader's player goes on, and so do the two clocks, not quite alike. */
  #keepUp(): void {
    const state = this.#state;
    const { playback } = this;
    if (!state?.playing || playback.paused || playback.video?.seeking) return;
    if (this.#jumpIfFar(state) || playback.backwards) return;
    const pace = catchUp(this.#behind(state), playback.speed, this.#frame);
    if (pace !== "jump") playback.nudge(pace);
  }

  #jumpIfFar(state: PlayerState): boolean {
    const { playback } = this;
    const isFar = catchUp(this.#behind(state), Math.abs(state.speed), this.#frame) === "jump";
    const goal = positionAt(state, this.serverTime(), playback.duration);
    if (isFar) playback.led(() => playback.seek(this.#frameOf(goal)));
    return isFar;
  }

  #behind(state: PlayerState): number {
    const { playback } = this;
    return positionAt(state, this.serverTime(), playback.duration) - playback.position;
  }

  #frameOf(seconds: number): number {
    return frameAt(seconds, this.playback.frames);
  }

  get #frame(): number {
    const { num, den } = this.playback.frames;
    return den / num;
  }
}
