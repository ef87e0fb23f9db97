/** Plays backwards by seeking, because a browser's player can't. */
export class Reverse {
  #request = 0;
  #from = 0;
  #since = 0;
  #speed = 0;

  /** `show` goes to a frame and says whether there is more to play. */
  constructor(
    readonly framesPerSecond: number,
    readonly show: (frame: number) => boolean,
  ) {}

  get isRunning(): boolean {
    return this.#request !== 0;
  }

  start(frame: number, speed: number): void {
    this.stop();
    this.#speed = speed;
    this.moveTo(frame);
    this.#request = requestAnimationFrame(this.#tick);
  }

  /** Go on from another frame. */
  moveTo(frame: number): void {
    this.#from = frame;
    this.#since = performance.now();
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  #tick = (now: number): void => {
    // Asked for first, so that `show` can stop it.
    this.#request = requestAnimationFrame(this.#tick);
    const passed = (Math.max(0, now - this.#since) / 1000) * this.framesPerSecond * this.#speed;
    if (!this.show(Math.round(this.#from - passed))) this.stop();
  };
}
