/** A part of the picture of previews. */
export type Tile = {
  start: number;
  end: number;
  url: string;
  x: number;
  y: number;
  width: number;
  height: number;
};

const CUE = /([\d:.]+) --> ([\d:.]+)\r?\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** Read a WebVTT of previews. Its cues name their picture relative to the file's own address. */
export function tilesOf(text: string, address: string): Tile[] {
  return [...text.matchAll(CUE)].map(([, start = "", end = "", picture = "", ...box]) => {
    const [x = 0, y = 0, width = 0, height = 0] = box.map(Number);
    return {
      start: seconds(start),
      end: seconds(end),
      url: new URL(picture, address).href,
      x,
      y,
      width,
      height,
    };
  });
}

export const tileAt = (tiles: Tile[], timestamp: number): Tile | undefined =>
  tiles.find(({ start, end }) => start <= timestamp && timestamp < end) ?? tiles.at(-1);

const seconds = (text: string) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

/** Which file an address names: its signature is renewed with each event, and says nothing. */
export const fileOf = (address: string): string =>
  new URL(address).pathname.split("/").slice(-3).join("/");
