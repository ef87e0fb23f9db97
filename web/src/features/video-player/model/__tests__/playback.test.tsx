import { expect, it } from "vitest";
import { Playback } from "../playback";

const FRAMES = { num: 25, den: 1, numbers: 25, drop: false, start: 0, variable: false };

// In a browser: what a press does to a video whose address has not come yet is its own.
it("plays as soon as there is something to play, once asked", async () => {
  const playback = new Playback(FRAMES, 10);
  playback.sound.isSilent = true; // else a browser wants a click
  const first = document.createElement("video");
  const release = playback.attach(first);
  void playback.play();
  release();
  const second = document.createElement("video");
  playback.attach(second);
  second.src = "data:video/mp4;base64,";
  await Promise.resolve();

  expect(second.paused).toBe(false);
});

it("stays where it is, if it was at rest", () => {
  const playback = new Playback(FRAMES, 10);
  playback.attach(document.createElement("video"))();
  const second = document.createElement("video");
  playback.attach(second);

  expect(second.paused).toBe(true);
});
