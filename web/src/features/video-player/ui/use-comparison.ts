"use client";

import { useCallback, useMemo } from "react";
import { useQuery } from "@/shared/lib/address";
import { type Comparison, comparisonOf, withComparison } from "../lib/comparison";

/** The comparison in the address: a reload, a bookmark and a link show the same. */
export function useComparison(): [Comparison | null, (wanted: Comparison | null) => void] {
  const query = useQuery();
  const comparison = useMemo(() => comparisonOf(query), [query]);
  const change = useCallback((wanted: Comparison | null) => {
    const { pathname, search, hash } = window.location;
    const next = withComparison(new URLSearchParams(search), wanted).toString();
    window.history.replaceState(null, "", `${pathname}${next && `?${next}`}${hash}`);
  }, []);
  return [comparison, change];
}
