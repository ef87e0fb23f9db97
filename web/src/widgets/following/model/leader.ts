import type { Picture, Playback } from "@/features/video-player";
import type { PlayerState } from "@/shared/lib/realtime";
import { positionAt } from "../lib/drift";

type Said = Omit<PlayerState, "at" | "video_id">;

const LOOK_MS = 250;
/** Nothing new is said again after this while: who comes late, or has missed something, hears it. */
const REPEAT_MS = { playing: 1_000, paused: 3_000 };
/** A player that is this far (s) from where it would have played to was moved, or waits for data. */
const MOVED = 0.2;

/** Tells followers what a player does: at once when it does something else, and now and then. */
export class Leader {
  #pointer: Said["pointer"] = null;
  #said: (Said & { at: number }) | null = null;
  #timer = setInterval(() => this.#look(), LOOK_MS);
  #unsubscribe: () => void;

  constructor(
    readonly playback: Playback,
    readonly picture: Picture,
    readonly send: (state: Said) => void,
  ) {
    this.#unsubscribe = playback.subscribe(() => this.#look());
    window.addEventListener("pointermove", this.#onPointer);
    window.addEventListener("pointerdown", this.#onPointer);
  }

  /** Say how it is now: somebody new follows. */
  say(): void {
    const { playback } = this;
    const state: Said = {
      timestamp: playback.position,
      playing: !playback.paused,
      speed: playback.backwards ? -playback.speed : playback.speed,
      pointer: this.#pointer,
    };
    this.#said = { ...state, at: Date.now() };
    this.send(state);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    window.removeEventListener("pointermove", this.#onPointer);
    window.removeEventListener("pointerdown", this.#onPointer);
  }

  #look(): void {
    if (document.hidden) return;
    const { playback } = this;
    const said = this.#said;
    const playing = !playback.paused;
    const speed = playback.backwards ? -playback.speed : playback.speed;
    if (!said || said.playing !== playing || said.speed !== speed) {
      this.say();
      return;
    }
    const now = Date.now();
    const at = new Date(said.at).toISOString();
    const expected = positionAt({ ...said, at, video_id: "" }, now, playback.duration);
    const away = Math.abs(playback.position - expected);
    const isDue = now - said.at > REPEAT_MS[playing ? "playing" : "paused"];
    if (isDue || away > (playing ? MOVED * Math.max(1, Math.abs(speed)) : 0)) this.say();
  }

  #onPointer = ({ target, clientX, clientY }: PointerEvent): void => {
    const at = this.picture.locate({ x: clientX, y: clientY });
    const isIn = this.picture.holds(target) && inside(at.x) && inside(at.y);
    if (!isIn && !this.#pointer) return;
    this.#pointer = isIn ? at : null;
    this.say();
  };
}

const inside = (share: number): boolean => share >= 0 && share <= 1;
