import { usePathname } from "next/navigation";

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

/** The query of the address. (`useSearchParams` would want a Suspense around each page.) */
export function useQuery(): URLSearchParams {
  usePathname();
  return new URLSearchParams(typeof window === "undefined" ? "" : window.location.search);
}
