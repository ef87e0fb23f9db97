"use client";

import { useCallback, useMemo } from "react";
import { useAddressQuery } from "@/shared/lib/address";
import { type Filter, filterOf, withFilter } from "../lib/filter";

/** The filter in the address. */
export function useFilter(): [Filter, (changes: Partial<Filter>) => void] {
  const [query, setQuery] = useAddressQuery();
  const filter = useMemo(() => filterOf(query), [query]);
  const change = useCallback(
    (changes: Partial<Filter>) =>
      setQuery((now) => withFilter(now, { ...filterOf(now), ...changes })),
    [setQuery],
  );
  return [filter, change];
}
