import { useSyncExternalStore } from "react";

/** For each part that is shown and could not be loaded: what loads it again. */
const missing = new Set<() => void>();
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Note that a part is missing. Returns what forgets it, when it is no longer wanted. */
export function miss(again: () => void): () => void {
  missing.add(again);
  changed();
  return () => {
    if (missing.delete(again)) changed();
  };
}

export function retryMissing(): void {
  const all = [...missing];
  missing.clear();
  changed();
  for (const again of all) again();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether something that the page should show could not be loaded. */
export const useIsMissing = () =>
  useSyncExternalStore(
    subscribe,
    () => missing.size > 0,
    () => false,
  );
