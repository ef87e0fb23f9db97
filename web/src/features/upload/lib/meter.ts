const WINDOW_MS = 8_000;
const LEAST_MS = 1_000;

/** How fast bytes go, over the last seconds: an average of all would hide that a line got slow. */
export class Meter {
  #samples: { at: number; bytes: number }[] = [];

  /** Take up how many bytes have been sent by now; return the bytes per second, if known. */
  measure(bytes: number, at: number): number | null {
    this.#samples.push({ at, bytes });
    while ((this.#samples[1]?.at ?? at) < at - WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    if (!first || at - first.at < LEAST_MS) return null;
    // Bytes of a part that failed are taken back.
    return Math.max(0, ((bytes - first.bytes) * 1000) / (at - first.at));
  }
}
