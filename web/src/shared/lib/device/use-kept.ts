import { useEffect, useRef } from "react";
import { forget, keep, keptUnder } from "./device";

type Items<T> = Record<string, T>;

/**
 * Keeps on the device what is being typed, each thing under `prefix` and its id, and brings back
 * what an earlier page has left. null: nobody is here, and what is kept stays kept.
 */
export function useKept<T extends { id: string }>(
  prefix: string | null,
  items: Items<T>,
  restore: (items: Items<T>) => void,
): void {
  const known = useRef<{ prefix: string | null; items: Items<T> }>({ prefix: null, items: {} });
  useEffect(() => {
    if (!prefix) return;
    restore(Object.fromEntries(keptUnder<T>(prefix).map((item) => [item.id, item])));
  }, [prefix, restore]);
  useEffect(() => {
    const before = known.current.prefix === prefix ? known.current.items : {};
    known.current = { prefix, items };
    if (prefix) keepChanges(prefix, before, items);
  }, [prefix, items]);
}

/** What was not here before was never kept by this page: it may be another tab's. */
export function keepChanges<T>(prefix: string, before: Items<T>, after: Items<T>): void {
  for (const [id, item] of Object.entries(after)) {
    if (item !== before[id]) keep(prefix + id, item);
  }
  for (const id of Object.keys(before)) {
    if (!(id in after)) forget(prefix + id);
  }
}
