import { useLocale } from "next-intl";
import { useMemo } from "react";
import type { Stack } from "@/entities/video";
import { useAddressQuery } from "@/shared/lib/address";
import {
  type Filter,
  filtered,
  filterOf,
  isNarrowed,
  type OpenFeedback,
  widened,
  withFilter,
} from "../lib/filter";

/** The filter and order in the address, and what they leave of a project's videos. */
export function useFilter(stacks: Stack[], open: OpenFeedback) {
  const language = useLocale();
  const [query, setQuery] = useAddressQuery();
  const filter = useMemo(() => filterOf(query), [query]);
  const found = useMemo(
    () => filtered(stacks, filter, open, language),
    [stacks, filter, open, language],
  );
  return {
    ...filter,
    isOn: isNarrowed(filter),
    found,
    change: (changes: Partial<Filter>) =>
      setQuery((now) => withFilter(now, { ...filterOf(now), ...changes })),
    clear: () => setQuery((now) => withFilter(now, widened(filterOf(now)))),
  };
}
