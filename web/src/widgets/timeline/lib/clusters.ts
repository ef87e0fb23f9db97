/** Markers that would lie on each other become one. */
export type Cluster<T> = {
  /** In per cent of the timeline. */
  left: number;
  /** The number of the first one in the whole list, from 1. */
  number: number;
  items: T[];
};

/**
 * Group items, sorted by time, whose markers would be less than `apart` pixels from each other on a
 * timeline of `width` pixels. `leftOf` gives the place of a moment in per cent; what is outside of
 * 0 to 100 is not seen.
 */
export function clustersOf<T extends { timestamp: number }>(
  items: T[],
  leftOf: (timestamp: number) => number,
  width: number,
  apart: number,
): Cluster<T>[] {
  const clusters: Cluster<T>[] = [];
  for (const [index, item] of items.entries()) {
    const left = leftOf(item.timestamp);
    if (left < 0 || left > 100) continue;
    const last = clusters.at(-1);
    if (last && ((left - last.left) / 100) * width < apart) last.items.push(item);
    else clusters.push({ left, number: index + 1, items: [item] });
  }
  return clusters;
}
