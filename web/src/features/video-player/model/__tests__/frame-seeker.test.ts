import { afterEach, describe, expect, it, vi } from "vitest";
import { FrameSeeker } from "../frame-seeker";

const FRAMES = { num: 25, den: 1, numbers: 25, drop: false, start: 0, variable: false };

/** The events of a media element in an order that a real one has only when the page is busy. */
class Element extends EventTarget {
  readonly readyState = 4;
  readonly paused = true;
  currentTime = 0;
  #callback: VideoFrameRequestCallback | undefined;

  requestVideoFrameCallback(callback: VideoFrameRequestCallback): number {
    this.#callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {}

  /** Report a frame that was put up at `presentationTime`. */
  report(frame: number, presentationTime: number): void {
    const metadata = { mediaTime: frame / 25, presentationTime };
    this.#callback?.(performance.now(), metadata as VideoFrameCallbackMetadata);
  }

  arrive(): void {
    this.dispatchEvent(new Event("seeked"));
  }
}

function attached() {
  globalThis.HTMLMediaElement ??= { HAVE_NOTHING: 0 } as typeof HTMLMediaElement;
  const element = new Element();
  const seeker = new FrameSeeker(FRAMES, () => {});
  seeker.attach(element as unknown as HTMLVideoElement, () => {});
  return { element, seeker };
}

const step = (seeker: FrameSeeker) => seeker.seek(seeker.wanted + 1);

afterEach(() => {
  vi.useRealTimers();
});

describe("the frame on the screen", () => {
  it("is not the one before, if that is reported only after the seek has arrived", () => {
    const { element, seeker } = attached();
    step(seeker);
    const putUp = performance.now();
    element.arrive();
    element.report(0, putUp - 1e-3);
    step(seeker);

    expect(seeker.wanted).toBe(2);
  });

  it("is not one from before the seek that is under way", () => {
    const { element, seeker } = attached();
    seeker.seek(7);
    element.arrive();
    const putUp = performance.now() - 1;
    seeker.seek(8);
    element.arrive();
    element.report(6, putUp);

    expect(seeker.shown).toBe(8);
  });

  it("is not one of an earlier seek, put up after the newest one has arrived", () => {
    const { element, seeker } = attached();
    for (let count = 0; count < 3; count++) step(seeker);
    element.arrive();
    element.arrive();
    element.report(1, performance.now() + 1);
    step(seeker);

    expect(seeker.wanted).toBe(4);
  });

  it("is what stays after the seek, whatever was asked for", () => {
    vi.useFakeTimers();
    const { element, seeker } = attached();
    seeker.seek(7);
    element.arrive();
    element.report(6, performance.now() + 1);
    expect(seeker.shown).toBe(7);
    vi.advanceTimersByTime(1000);

    expect(seeker.shown).toBe(6);
  });
});
