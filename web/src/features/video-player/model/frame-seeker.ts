import { type Frames, frameOfMedia, middleOf } from "@/shared/lib/frames";

const DOUBT_MS = 500;

/**
 * Knows which frame an element shows, and shows another one. What is on the screen is said by
 * requestVideoFrameCallback, not by `currentTime`, which may be a frame ahead of the picture. A seek
 * goes to the middle of a frame.
 */
export class FrameSeeker {
  #video: HTMLVideoElement | null = null;
  #shown = 0;
  /** The frame that a seek is on its way to, and where to go after it: a drag asks for many. */
  #seeking: number | null = null;
  #next: number | null = null;
  /** The newest seek: what was shown before it, and when it was asked for and had arrived (ms). */
  #before = 0;
  #askedAt = 0;
  #arrivedAt = 0;
  /**
   * Where the newest seek went, until it plays. A busy browser puts up pictures of earlier seeks
   * after it said that this one has arrived; to believe them would lose a step. Another picture is
   * believed only if it stays: the video has none for the frame that was asked for.
   */
  #sought: number | null = null;
  #doubt: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly frames: Frames,
    readonly tell: () => void,
  ) {}

  get shown(): number {
    return this.#shown;
  }

  /** The frame on the screen; while seeking, the one that was asked for. */
  get wanted(): number {
    return this.#next ?? this.#seeking ?? this.#shown;
  }

  seek(frame: number): void {
    const video = this.#video;
    if (this.#seeking === null && video && video.readyState > HTMLMediaElement.HAVE_NOTHING) {
      this.#go(video, frame);
    } else {
      this.#next = frame;
    }
    this.tell();
  }

  /** Take over an element. `played` learns which frame was there before one that came by itself. */
  attach(video: HTMLVideoElement, played: (before: number) => void): () => void {
    this.#video = video;
    const seeked = () => {
      // The callback says so, too, but a little later: a second step must not begin from before.
      if (this.#seeking !== null) {
        this.#shown = this.#seeking;
        this.#arrivedAt = performance.now();
      }
      this.#goOn();
    };
    // Another URL ends the seek that was under way.
    const emptied = () => {
      this.#next ??= this.#seeking;
      this.#seeking = null;
    };
    // Show the frame that the clock names, not the poster, and not the start of another URL.
    const loaded = () => {
      this.#next ??= this.#shown;
      this.#goOn();
    };
    const listeners = { seeked, emptied, loadedmetadata: loaded };
    for (const [name, listener] of Object.entries(listeners)) {
      video.addEventListener(name, listener);
    }
    const onFrame: VideoFrameRequestCallback = (_now, { mediaTime, presentationTime }) => {
      callback = video.requestVideoFrameCallback(onFrame);
      clearTimeout(this.#doubt);
      const frame = frameOfMedia(mediaTime, this.frames);
      if (this.#isPast(frame, presentationTime)) return;
      if (!video.paused) this.#sought = null;
      const isAsked = this.#sought === null || frame === this.#sought;
      if (isAsked) believe(frame);
      else this.#doubt = setTimeout(believe, DOUBT_MS, frame);
    };
    const believe = (frame: number) => {
      const before = this.#shown;
      this.#shown = frame;
      if (this.#seeking === null) played(before);
      this.tell();
    };
    let callback = video.requestVideoFrameCallback(onFrame);
    if (video.readyState > HTMLMediaElement.HAVE_NOTHING) this.#goOn();
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        video.removeEventListener(name, listener);
      }
      video.cancelVideoFrameCallback(callback);
      clearTimeout(this.#doubt);
      if (this.#video === video) this.#video = null;
      emptied();
    };
  }

  /**
   * Says whether a picture was put up before the newest seek replaced it. A busy page hears of it
   * only afterwards; to believe it would lose a step.
   */
  #isPast(frame: number, presentedAt: number): boolean {
    if (presentedAt < this.#askedAt) return true;
    return frame === this.#before && presentedAt < this.#arrivedAt;
  }

  #goOn(): void {
    const next = this.#next;
    this.#seeking = this.#next = null;
    if (next !== null && this.#video) this.#go(this.#video, next);
    this.tell();
  }

  #go(video: HTMLVideoElement, frame: number): void {
    clearTimeout(this.#doubt);
    this.#before = this.#shown;
    this.#sought = frame;
    this.#askedAt = performance.now();
    this.#seeking = frame;
    video.currentTime = middleOf(frame, this.frames);
  }
}
