/** Ask for the next URL so long before the last one ends. */
const EARLY_MS = 5 * 60_000;
/** Without anything to play, so many failures are shown; meanwhile it goes on in the background. */
const TRIES = 4;
const FIRST_MS = 1_000;
const MOST_MS = 60_000;

type Signed = { url: string; expires_at: string };
export type SourceState = {
  /** The signed URL that is played, and while it is being renewed also the next one. */
  urls: string[];
  failed: boolean;
};

/** The signed URL of a video, renewed before it expires, and again when it can't be played. */
export class Source {
  #state: SourceState = { urls: [], failed: false };
  #timer: ReturnType<typeof setTimeout> | undefined;
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

  /**
   * There is no URL, or it could not be played: another one is asked for, again and again. As long
   * as one still plays, nobody is told.
   */
  refused(url?: string): void {
    if (url) this.#change({ urls: this.#state.urls.filter((one) => one !== url) });
    this.#plan(Math.min(MOST_MS, FIRST_MS * 2 ** this.#failures));
    this.#failures += 1;
    const isLost = this.#state.urls.length === 0 && this.#failures >= TRIES;
    if (isLost) this.#change({ failed: true });
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
    this.#timer = setTimeout(() => void this.load(), milliseconds);
  }

  #change(changes: Partial<SourceState>): void {
    this.#state = { ...this.#state, ...changes };
    this.changed(this.#state);
  }
}
