"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type Filter, filterOf, withFilter } from "../lib/filter";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The filter in the address: a reload, a bookmark and a link show the same list. */
export function useFilter(): [Filter, (changes: Partial<Filter>) => void] {
  const query = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => "",
  );
  const filter = useMemo(() => filterOf(new URLSearchParams(query)), [query]);
  const change = useCallback((changes: Partial<Filter>) => {
    const { pathname, search, hash } = window.location;
    const now = new URLSearchParams(search);
    const next = withFilter(now, { ...filterOf(now), ...changes }).toString();
    // Each letter would be a step back.
    window.history.replaceState(null, "", `${pathname}${next && `?${next}`}${hash}`);
    for (const listener of listeners) listener();
  }, []);
  return [filter, change];
}
