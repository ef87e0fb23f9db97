import { usePathname, useSearchParams } from "next/navigation";

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

/**
 * The query of the address. (No Suspense around it, as Next wants for a build: in a build no page is
 * rendered, since the reader's language is not known.)
 */
export function useQuery(): URLSearchParams {
  return useSearchParams();
}
