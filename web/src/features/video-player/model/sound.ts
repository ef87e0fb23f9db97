import { keep, kept } from "@/shared/lib/device";

const KEY = "sound";

/** How loud it is. It is the person's choice, so it is kept on the device and lasts for all videos. */
export class Sound {
  #video: HTMLVideoElement | null = null;
  #state = kept(KEY, { volume: 1, muted: false });
  /** Whatever the person chose: it accompanies another one that is heard. */
  isSilent = false;

  constructor(readonly tell: () => void) {}

  /** From 0 to 1. */
  get volume(): number {
    return this.#state.volume;
  }

  get muted(): boolean {
    return this.isSilent || this.#state.muted || this.#state.volume === 0;
  }

  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    this.#apply();
    return () => {
      video.muted = true;
      if (this.#video === video) this.#video = null;
    };
  }

  setVolume(volume: number): void {
    this.#change({ volume: Math.min(1, Math.max(0, volume)), muted: false });
  }

  toggle(): void {
    // Who turned it down to nothing wants to hear something.
    this.#change({ volume: this.#state.volume || 0.5, muted: !this.muted });
  }

  #change(state: { volume: number; muted: boolean }): void {
    this.#state = state;
    keep(KEY, state);
    this.#apply();
    this.tell();
  }

  #apply(): void {
    if (!this.#video) return;
    this.#video.volume = this.#state.volume;
    this.#video.muted = this.muted;
  }
}
