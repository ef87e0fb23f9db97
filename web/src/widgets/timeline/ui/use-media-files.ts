"use client";

import { useEffect, useState } from "react";
import { fileOf, type Tile, tilesOf } from "@/shared/lib/sprite";

/** The previews and the waveform of a video. Without them the timeline is plain. */
export function useMediaFiles(vttUrl: string | null, peaksUrl: string | null) {
  const [tiles, setTiles] = useState<Tile[]>([]);
  const [peaks, setPeaks] = useState<number[]>([]);
  // A signature is renewed with each event of the video; the file behind it is the same.
  const vttKey = vttUrl && fileOf(vttUrl);
  const peaksKey = peaksUrl && fileOf(peaksUrl);

  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!vttUrl) return;
    read(vttUrl, async (answer) => setTiles(tilesOf(await answer.text(), vttUrl)));
  }, [vttKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!peaksUrl) return;
    read(peaksUrl, async (answer) =>
      setPeaks(((await answer.json()) as { peaks: number[] }).peaks),
    );
  }, [peaksKey]);
  return { tiles, peaks };
}

function read(url: string, take: (answer: Response) => Promise<void>): void {
  fetch(url)
    .then((answer) => (answer.ok ? take(answer) : undefined))
    // The timeline works without them.
    .catch(() => undefined);
}
