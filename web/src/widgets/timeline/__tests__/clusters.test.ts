import { describe, expect, it } from "vitest";
import { clustersOf } from "../lib/clusters";
import { tileAt, tilesOf } from "../lib/sprite";

const at = (...times: number[]) => times.map((timestamp) => ({ timestamp }));

describe("markers", () => {
  it("that are apart stand by themselves, in order, with their numbers", () => {
    const clusters = clustersOf(at(1, 5, 9), 10, 1000, 20);
    expect(clusters.map(({ left, number }) => [left, number])).toEqual([
      [10, 1],
      [50, 2],
      [90, 3],
    ]);
  });

  it("that would lie on each other become one, which has the number of the first", () => {
    const clusters = clustersOf(at(1, 1.01, 1.1, 5), 10, 1000, 20);
    expect(clusters.map(({ number, items }) => [number, items.length])).toEqual([
      [1, 3],
      [4, 1],
    ]);
  });

  it("beyond the end stand at the end", () => {
    expect(clustersOf(at(99), 10, 1000, 20)[0]?.left).toBe(100);
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
