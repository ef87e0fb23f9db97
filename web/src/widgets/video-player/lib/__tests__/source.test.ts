import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Source, type SourceState } from "../source";

const HOUR = 3_600_000;
let answers: (string | undefined)[];
let asked: number;
let state: SourceState;
let source: Source;

beforeEach(async () => {
  vi.useFakeTimers();
  [answers, asked] = [["first"], 0];
  source = new Source(
    async () => {
      const url = answers[asked++];
      return url ? { url, expires_at: new Date(Date.now() + HOUR).toISOString() } : undefined;
    },
    (next) => {
      state = next;
    },
  );
  await source.load();
  source.playable();
});
afterEach(() => {
  source.end();
  vi.useRealTimers();
});

it("goes on asking, and nobody is told, as long as a URL still plays", async () => {
  await vi.advanceTimersByTimeAsync(2 * HOUR);

  // At first soon, then once a minute.
  expect(asked).toBeGreaterThan(60);
  expect(asked).toBeLessThan(100);
  expect(state).toEqual({ urls: ["first"], failed: false });

  answers[asked] = "second";
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.urls).toEqual(["first", "second"]);
});

it("has failed when nothing is left to play, until something plays again", async () => {
  source.refused("first");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state).toEqual({ urls: [], failed: true });

  answers[asked] = "second";
  await vi.advanceTimersByTimeAsync(60_000);
  source.playable();
  expect(state).toEqual({ urls: ["second"], failed: false });
});
