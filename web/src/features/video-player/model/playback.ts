import { countOf, type Frames, frameAt, middleOf } from "@/shared/lib/frames";
import { FrameSeeker } from "./frame-seeker";
import { Reverse } from "./reverse";
import { Sound } from "./sound";

export const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];
/** Those that the shuttle passes through. */
const LADDER = [0.25, 0.5, 1, 2, 4];

/** The part that is played, in frames; null for the video's own start and end. */
export type Range = { from: number | null; to: number | null };

/**
 * The player, by frames. Components subscribe, since the frame changes too often for the store.
 * What it does because somebody else's player does it is done within `led`.
 */
export class Playback {
  readonly sound = new Sound(() => this.#tell());
  #video: HTMLVideoElement | null = null;
  #seeker: FrameSeeker;
  #reverse: Reverse;
  #listeners = new Set<() => void>();
  #onOwn = new Set<() => void>();
  #isLed = false;
  /** What one chose; the shuttle's speed lasts until the next pause. */
  #chosen = 1;
  #speed = 1;
  #range: Range = { from: null, to: null };
  #loops = false;
  /** It was to play when its element was taken away: the next one goes on. */
  #goesOn = false;

  constructor(
    readonly frames: Frames,
    readonly duration: number,
  ) {
    this.#seeker = new FrameSeeker(frames, () => this.#tell());
    this.#reverse = new Reverse(frames.num / frames.den, (frame) => this.#showBackwards(frame));
  }

  /** How many frames there are. */
  get count(): number {
    return countOf(this.duration, this.frames);
  }

  /** The frame on the screen; while seeking, the one that was asked for. */
  get frame(): number {
    return this.#seeker.wanted;
  }

  /** The frame that is really on the screen. */
  get shown(): number {
    return this.#seeker.shown;
  }

  /** Neither forwards nor backwards. */
  get paused(): boolean {
    return !this.backwards && (this.#video?.paused ?? true);
  }

  get backwards(): boolean {
    return this.#reverse.isRunning;
  }

  /** How fast it plays, or would play, in either direction. */
  get speed(): number {
    return this.#speed;
  }

  /** Where it is, in seconds; between frames while it plays forwards. */
  get position(): number {
    const video = this.#video;
    if (!video || video.paused || video.seeking) return middleOf(this.frame, this.frames);
    return video.currentTime;
  }

  get range(): Range {
    return this.#range;
  }

  get loops(): boolean {
    return this.#loops;
  }

  /** The element, to take a picture of it. */
  get video(): HTMLVideoElement | null {
    return this.#video;
  }

  get #first(): number {
    return this.#range.from ?? 0;
  }

  get #last(): number {
    return this.#range.to ?? this.count - 1;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Learn that the person does something to what is played, before it happens. */
  onOwn(listener: () => void): () => void {
    this.#onOwn.add(listener);
    return () => this.#onOwn.delete(listener);
  }

  /** Do what somebody else's player does: it does not count as the person's own. */
  led(action: () => void): void {
    this.#isLed = true;
    action();
    this.#isLed = false;
  }

  /** Play a little faster or slower than the speed says, to catch up with somebody; 1 ends it. */
  nudge(factor: number): void {
    if (this.#video) this.#video.playbackRate = this.#speed * factor;
  }

  /** Take over an element; the function returned gives it back. */
  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    video.playbackRate = this.#speed;
    const release = this.#seeker.attach(video, (before) => this.#keepToRange(before));
    const silence = this.sound.attach(video);
    const tell = () => this.#tell();
    const ended = () => {
      if (this.#loops) void this.play();
      else this.#drive(this.#chosen);
    };
    for (const name of ["play", "pause", "ended"]) video.addEventListener(name, tell);
    video.addEventListener("ended", ended);
    if (this.#goesOn) this.#startSoon(video);
    this.#goesOn = false;
    return () => {
      this.#goesOn = !video.paused;
      for (const name of ["play", "pause", "ended"]) video.removeEventListener(name, tell);
      video.removeEventListener("ended", ended);
      release();
      silence();
      this.#reverse.stop();
      this.#video = null;
    };
  }

  async play(): Promise<void> {
    this.#own();
    const video = this.#video;
    if (!video) {
      this.#goesOn = true;
      return;
    }
    this.#reverse.stop();
    video.playbackRate = this.#speed;
    if (this.frame === this.#last || video.ended) this.seek(this.#first);
    await start(video);
  }

  playBackwards(): void {
    this.#own();
    const wraps = this.#loops || this.#range.from !== null;
    this.#video?.pause();
    this.#reverse.start(wraps && this.frame === this.#first ? this.#last : this.frame, this.#speed);
    this.#tell();
  }

  pause(): void {
    this.#own();
    const video = this.#video;
    if (!video || this.paused) return;
    this.#speed = this.#chosen;
    const wasBackwards = this.backwards;
    this.#reverse.stop();
    video.pause();
    // The picture may lag behind the clock: rest on what is seen.
    if (wasBackwards) this.#tell();
    else this.seek(this.shown);
  }

  toggle(): void {
    if (this.paused) void this.play();
    else this.pause();
  }

  /** Show a frame. Of seeks that come while one is under way only the last one is done. */
  seek(frame: number): void {
    this.#own();
    const wanted = this.#within(frame);
    this.#reverse.moveTo(wanted);
    this.#seeker.seek(wanted);
  }

  /** Show the picture that a feedback means. */
  seekTo(place: { frame: number | null; timestamp: number }): void {
    this.#own();
    this.#halt();
    this.seek(place.frame ?? frameAt(place.timestamp, this.frames));
  }

  step(frames: number): void {
    this.#own();
    this.#halt();
    this.seek(this.frame + frames);
  }

  setSpeed(speed: number): void {
    this.#own();
    this.#chosen = speed;
    this.#drive(speed);
  }

  /**
   * L and J: play in a direction, and each time faster; with `slowly`, first at a quarter, and each
   * time more slowly. The other direction begins at normal speed again.
   */
  shuttle(direction: 1 | -1, slowly = false): void {
    this.#own();
    const runsSo = !this.paused && this.backwards === (direction === -1);
    const next = LADDER.indexOf(this.#speed) + (slowly ? -1 : 1);
    if (runsSo) {
      this.#drive(LADDER[next] ?? this.#speed);
      return;
    }
    this.#drive(slowly ? 0.25 : 1);
    if (direction === 1) void this.play();
    else this.playBackwards();
  }

  /** Begin or end what is played at the frame that is shown, or with null at the video's own. */
  setRange(changes: Partial<Range>): void {
    this.#own();
    const { from, to } = { ...this.#range, ...changes };
    const crossed = from !== null && to !== null && from >= to;
    // The end that was set last counts.
    this.#range = {
      from: crossed && changes.to !== undefined ? null : from,
      to: crossed && changes.to === undefined ? null : to,
    };
    this.#tell();
  }

  setLoops(loops: boolean): void {
    this.#own();
    this.#loops = loops;
    this.#tell();
  }

  /** An element that is given its address right after this would forget that it was to play. */
  #startSoon(video: HTMLVideoElement): void {
    queueMicrotask(() => {
      if (this.#video === video) void start(video);
    });
  }

  #own(): void {
    if (this.#isLed) return;
    for (const listener of this.#onOwn) listener();
  }

  #drive(speed: number): void {
    this.#speed = speed;
    if (this.#video) this.#video.playbackRate = speed;
    if (this.backwards) this.#reverse.start(this.frame, speed);
    this.#tell();
  }

  #halt(): void {
    this.#reverse.stop();
    this.#speed = this.#chosen;
    this.#video?.pause();
  }

  #within(frame: number): number {
    return Math.min(Math.max(0, Math.round(frame)), this.count - 1);
  }

  /** After each frame that is played: stop at the end of the range, or begin it again. */
  #keepToRange(before: number): void {
    const last = this.#last;
    const isEnd = before <= last && this.shown >= last;
    if (!isEnd || !this.#video || this.#video.paused) return;
    if (this.#loops) this.seek(this.#first);
    else if (this.#range.to !== null) {
      this.#halt();
      this.seek(last);
    }
  }

  #showBackwards(frame: number): boolean {
    const isEnd = frame <= this.#first && this.frame >= this.#first;
    if (isEnd && this.#loops) this.seek(this.#last);
    else this.#seeker.seek(this.#within(isEnd ? this.#first : frame));
    const goesOn = this.#loops || !(isEnd || frame <= 0);
    if (!goesOn) {
      this.#reverse.stop();
      this.#speed = this.#chosen;
      this.#tell();
    }
    return goesOn;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

async function start(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    // A pause or a seek came first; a browser that wants a click is told by the button.
    if (!(error instanceof DOMException)) throw error;
  }
}
