export const MODES = ["side", "wipe", "difference"] as const;
export type Mode = (typeof MODES)[number];

/** With which version the open one is compared, and how. */
export type Comparison = {
  videoId: string;
  mode: Mode;
  /** So many frames of the open version later is the moment of the other one. */
  offset: number;
};

/** Of an offset, in frames: more than an hour at 25 a second. */
export const OFFSET_MOST = 99_999;
const [COMPARE, MODE, OFFSET] = ["compare", "mode", "offset"];

/** Read a comparison from the query of an address; null without one. */
export function comparisonOf(query: URLSearchParams): Comparison | null {
  const videoId = query.get(COMPARE);
  if (!videoId) return null;
  const offset = Number(query.get(OFFSET) ?? 0);
  return {
    videoId,
    mode: MODES.find((mode) => mode === query.get(MODE)) ?? "side",
    offset: Number.isInteger(offset) && Math.abs(offset) <= OFFSET_MOST ? offset : 0,
  };
}

/** Write a comparison into a query, or take it out; other parameters stay. */
export function withComparison(query: URLSearchParams, wanted: Comparison | null): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of [COMPARE, MODE, OFFSET]) next.delete(name);
  if (!wanted) return next;
  next.set(COMPARE, wanted.videoId);
  if (wanted.mode !== "side") next.set(MODE, wanted.mode);
  if (wanted.offset !== 0) next.set(OFFSET, String(wanted.offset));
  return next;
}
