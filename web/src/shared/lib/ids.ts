import { usePathname } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The ids in the address, from left to right. All projects share one exported page, so the router's
 * own parameters are those of the build (`_`).
 */
export function useIds(): string[] {
  return usePathname()
    .split("/")
    .filter((step) => ID.test(step));
}

const never = () => () => {};

/** The query of the address. (`useSearchParams` would want a Suspense around each page.) */
export function useQuery(): URLSearchParams {
  usePathname();
  // While a page is rendered that one is on the way to, the address is still the old one; React
  // asks for it again when the page is there.
  const query = useSyncExternalStore(
    never,
    () => window.location.search,
    () => "",
  );
  return useMemo(() => new URLSearchParams(query), [query]);
}
