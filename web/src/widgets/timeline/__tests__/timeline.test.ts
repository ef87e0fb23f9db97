import { describe, expect, it } from "vitest";
import { tileAt, tilesOf } from "@/shared/lib/sprite";
import { clustersOf } from "../lib/clusters";
import { following, leftOf, scrolled, WHOLE, zoomed } from "../lib/view";
import { waveOf } from "../lib/wave";

/** On a video of ten seconds. */
const place = (time: number) => Math.min(time, 10) * 10;
const at = (...times: number[]) => times.map((timestamp) => ({ timestamp }));

describe("markers", () => {
  it("that are apart stand by themselves, in order, with their numbers", () => {
    const clusters = clustersOf(at(1, 5, 9), place, 1000, 20);
    expect(clusters.map(({ left, number }) => [left, number])).toEqual([
      [10, 1],
      [50, 2],
      [90, 3],
    ]);
  });

  it("that would lie on each other become one, which has the number of the first", () => {
    const clusters = clustersOf(at(1, 1.01, 1.1, 5), place, 1000, 20);
    expect(clusters.map(({ number, items }) => [number, items.length])).toEqual([
      [1, 3],
      [4, 1],
    ]);
  });

  it("beyond the end stand at the end", () => {
    expect(clustersOf(at(99), place, 1000, 20)[0]?.left).toBe(100);
  });
});

describe("the part that is seen", () => {
  it("keeps what is under the pointer there, and ends where the video does", () => {
    const view = zoomed(WHOLE, 4, 0.5, 0.001);
    expect(leftOf(0.5, view)).toBeCloseTo(50);
    expect(zoomed(view, 0.001, 0.3, 0.001)).toEqual(WHOLE);
    expect(zoomed(WHOLE, 1e9, 0.5, 0.01).span).toBe(0.01);
    expect(scrolled(view, 9)).toEqual({ from: 0.75, span: 0.25 });
  });

  it("scrolls to a frame only if that is not seen", () => {
    const view = { from: 0.2, span: 0.2 };
    expect(following(view, 0.3)).toBe(view);
    expect(leftOf(0.6, following(view, 0.6))).toBeCloseTo(10);
    expect(following(view, 0).from).toBe(0);
  });
});

describe("a waveform", () => {
  it("has the farthest values of what a column stands for", () => {
    const peaks = [-0.1, 0.1, -0.5, 0.2, -0.2, 0.8, 0, 0];
    expect(waveOf(peaks, WHOLE, 2)).toBe("M0.5 0.800V1.500M1.5 0.200V1.200");
    expect(waveOf(peaks, { from: 0.5, span: 0.25 }, 1)).toBe("M0.5 0.200V1.200");
  });
});

describe("a sprite", () => {
  const text = `WEBVTT

00:00:00.000 --> 00:00:02.000
sprite.jpg#xywh=0,0,160,90

00:00:02.000 --> 00:01:02.500
sprite.jpg#xywh=160,0,160,90
`;

  it("has a tile for each moment, also after its end", () => {
    const tiles = tilesOf(text, "https://review.example/media/1/x/sprite.vtt");
    expect(tiles[0]?.url).toBe("https://review.example/media/1/x/sprite.jpg");
    expect([tileAt(tiles, 1)?.x, tileAt(tiles, 62)?.x, tileAt(tiles, 99)?.x]).toEqual([
      0, 160, 160,
    ]);
    expect(tileAt([], 1)).toBeUndefined();
  });
});
