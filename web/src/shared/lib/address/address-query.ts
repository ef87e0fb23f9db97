"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

type Change = (query: URLSearchParams) => URLSearchParams;

/** The query of the address, and how it is changed: a reload, a bookmark and a link show the same. */
export function useAddressQuery(): [URLSearchParams, (change: Change) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => "",
  );
  const query = useMemo(() => new URLSearchParams(text), [text]);
  const change = useCallback((changed: Change) => {
    const { pathname, search, hash } = window.location;
    const next = changed(new URLSearchParams(search)).toString();
    // Each letter would be a step back.
    window.history.replaceState(null, "", `${pathname}${next && `?${next}`}${hash}`);
    for (const listener of listeners) listener();
  }, []);
  return [query, change];
}
