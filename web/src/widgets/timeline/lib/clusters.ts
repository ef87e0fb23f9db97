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
 * timeline of `width` pixels.
 */
export function clustersOf<T extends { timestamp: number }>(
  items: T[],
  duration: number,
  width: number,
  apart: number,
): Cluster<T>[] {
  const clusters: Cluster<T>[] = [];
  for (const [index, item] of items.entries()) {
    const left = (Math.min(item.timestamp, duration) / duration) * 100;
    const last = clusters.at(-1);
    if (last && ((left - last.left) / 100) * width < apart) last.items.push(item);
    else clusters.push({ left, number: index + 1, items: [item] });
  }
  return clusters;
}
