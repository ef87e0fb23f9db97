import type { View } from "./view";

/**
 * The path of a waveform on a picture of `columns` × 2. `peaks` are pairs of the lowest and the
 * highest value, from -1 to 1; a column that stands for several shows the farthest of them.
 */
export function waveOf(peaks: number[], { from, span }: View, columns: number): string {
  const pairs = peaks.length / 2;
  let path = "";
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((from + (span * column) / columns) * pairs);
    const end = Math.max(first + 1, Math.floor((from + (span * (column + 1)) / columns) * pairs));
    let [low, high] = [0, 0];
    for (let pair = first; pair < Math.min(end, pairs); pair++) {
      low = Math.min(low, peaks[2 * pair] ?? 0);
      high = Math.max(high, peaks[2 * pair + 1] ?? 0);
    }
    // Silence is a thin line.
    path += `M${column + 0.5} ${(1 - Math.max(high, 0.01)).toFixed(3)}V${(1 - Math.min(low, -0.01)).toFixed(3)}`;
  }
  return path;
}
