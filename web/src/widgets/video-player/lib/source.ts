/** Ask for the next URL so long before the last one ends. */
const EARLY_MS = 5 * 60_000;
const TRIES = 4;

type Signed = { url: string; expires_at: string };
export type SourceState = {
  /** The signed URL that is played, and while it is being renewed also the next one. */
  urls: string[];
  failed: boolean;
};

/** The signed URL of a video, renewed before it expires, and again when it can't be played. */
export class Source {
  #state: SourceState = { urls: [], failed: false };
  #timer = 0;
  #failures = 0;
  #ended = false;

  constructor(
    readonly ask: () => Promise<Signed | undefined>,
    readonly changed: (state: SourceState) => void,
  ) {}

  /** Get a URL. If there is one that is played, the new one waits until it is taken over. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const signed = await this.ask();
    if (this.#ended) return;
    if (!signed) return this.refused();
    const [first] = this.#state.urls;
    this.#change({ urls: first && first !== signed.url ? [first, signed.url] : [signed.url] });
    this.#plan(Math.max(1000, Date.parse(signed.expires_at) - Date.now() - EARLY_MS));
  }

  /** The second URL's element shows what the first one's does. */
  takenOver(): void {
    this.#change({ urls: this.#state.urls.slice(-1) });
  }

  /** There is no URL, or it could not be played: another one is asked for, a few times. */
  refused(url?: string): void {
    if (url) this.#change({ urls: this.#state.urls.filter((one) => one !== url) });
    this.#failures += 1;
    if (this.#failures < TRIES) this.#plan(1000 * 2 ** (this.#failures - 1));
    else this.#change({ failed: true });
  }

  playable(): void {
    this.#failures = 0;
    if (this.#state.failed) this.#change({ failed: false });
  }

  again(): void {
    this.#failures = 0;
    this.#change({ failed: false });
    void this.load();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #plan(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.load(), milliseconds);
  }

  #change(changes: Partial<SourceState>): void {
    this.#state = { ...this.#state, ...changes };
    this.changed(this.#state);
  }
}
