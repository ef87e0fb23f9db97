import { measured, type SampleName } from "./samples";

const begun = new Map<SampleName, number>();

/** Begin to measure how long somebody needs for something. */
export function begin(name: SampleName): void {
  begun.set(name, performance.now());
}

/** Note how long it took since `begin`, once. */
export function end(name: SampleName): void {
  const at = begun.get(name);
  if (at !== undefined) measured(name, (performance.now() - at) / 1000);
  begun.delete(name);
}
