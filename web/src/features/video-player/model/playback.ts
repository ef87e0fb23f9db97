import { countOf, type Frames, frameAt, frameOfMedia, middleOf } from "@/shared/lib/frames";

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];

/**
 * The player, by frames. The frame that is on the screen comes from requestVideoFrameCallback, not
 * from `currentTime`, which may be a frame ahead of the picture. A seek goes to the middle of a frame.
 * Components subscribe, since the frame changes too often for the store.
 */
export class Playback {
  #video: HTMLVideoElement | null = null;
  #frame = 0;
  #listeners = new Set<() => void>();
  #callback = 0;
  /** The frame that a seek is on its way to, and where to go after it: a drag asks for many. */
  #seeking: number | null = null;
  #next: number | null = null;

  constructor(
    readonly frames: Frames,
    readonly duration: number,
  ) {}

  /** How many frames there are. */
  get count(): number {
    return countOf(this.duration, this.frames);
  }

  /** The frame on the screen; while seeking, the one that was asked for. */
  get frame(): number {
    return this.#next ?? this.#seeking ?? this.#frame;
  }

  /** The frame that is really on the screen. */
  get shown(): number {
    return this.#frame;
  }

  get paused(): boolean {
    return this.#video?.paused ?? true;
  }

  get speed(): number {
    return this.#video?.playbackRate ?? 1;
  }

  /** The element, for full screen, volume, and taking a picture. */
  get video(): HTMLVideoElement | null {
    return this.#video;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Take over an element; the function returned gives it back. */
  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    const tell = () => this.#tell();
    const seeked = () => {
      // The callback says so, too, but a little later: a second step must not begin from before.
      if (this.#seeking !== null) this.#frame = this.#seeking;
      this.#goOn();
    };
    // Another URL ends the seek that was under way.
    const emptied = () => {
      this.#next ??= this.#seeking;
      this.#seeking = null;
    };
    // Show the frame that the clock names, not the poster, and not the start of another URL.
    const loaded = () => {
      this.#next ??= this.#frame;
      this.#goOn();
    };
    const events = ["play", "pause", "ratechange", "volumechange", "ended"] as const;
    for (const name of events) video.addEventListener(name, tell);
    video.addEventListener("seeked", seeked);
    video.addEventListener("emptied", emptied);
    video.addEventListener("loadedmetadata", loaded);
    const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      this.#frame = frameOfMedia(mediaTime, this.frames);
      this.#callback = video.requestVideoFrameCallback(onFrame);
      this.#tell();
    };
    this.#callback = video.requestVideoFrameCallback(onFrame);
    return () => {
      for (const name of events) video.removeEventListener(name, tell);
      video.removeEventListener("seeked", seeked);
      video.removeEventListener("emptied", emptied);
      video.removeEventListener("loadedmetadata", loaded);
      video.cancelVideoFrameCallback(this.#callback);
      this.#video = null;
      this.#seeking = this.#next = null;
    };
  }

  async play(): Promise<void> {
    const video = this.#video;
    if (!video) return;
    if (video.ended) this.seek(0);
    try {
      await video.play();
    } catch (error) {
      // A pause or a seek came first; a browser that wants a click is told by the button.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  pause(): void {
    const video = this.#video;
    if (!video || video.paused) return;
    video.pause();
    // The picture may lag behind the clock: rest on what is seen.
    this.seek(this.#frame);
  }

  toggle(): void {
    if (this.paused) void this.play();
    else this.pause();
  }

  /** Show a frame. Seeks that come while one is under way wait, and only the last one is done. */
  seek(frame: number): void {
    const video = this.#video;
    if (!video) return;
    const wanted = Math.min(Math.max(0, Math.round(frame)), this.count - 1);
    if (this.#seeking === null && video.readyState > HTMLMediaElement.HAVE_NOTHING) {
      this.#seeking = wanted;
      video.currentTime = middleOf(wanted, this.frames);
    } else {
      this.#next = wanted;
    }
    this.#tell();
  }

  /** Show the picture that a feedback means. */
  seekTo(place: { frame: number | null; timestamp: number }): void {
    this.#video?.pause();
    this.seek(place.frame ?? frameAt(place.timestamp, this.frames));
  }

  step(frames: number): void {
    this.#video?.pause();
    this.seek(this.frame + frames);
  }

  setSpeed(speed: number): void {
    if (this.#video) this.#video.playbackRate = speed;
  }

  /** L: play, and each time more quickly. J: more slowly, then pause. */
  shuttle(direction: 1 | -1): void {
    if (this.paused) {
      if (direction === 1) {
        this.setSpeed(1);
        void this.play();
      } else this.step(-1);
      return;
    }
    const index = SPEEDS.indexOf(this.speed) + direction;
    const speed = SPEEDS[index];
    if (speed) this.setSpeed(speed);
    else if (direction === -1) this.pause();
  }

  #goOn(): void {
    const video = this.#video;
    if (!video) return;
    this.#seeking = this.#next;
    this.#next = null;
    if (this.#seeking !== null) video.currentTime = middleOf(this.#seeking, this.frames);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
