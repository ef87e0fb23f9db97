import { useRouter } from "next/navigation";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Where somebody wanted to go before they had to sign in: `?next=`, only within this site. */
export function useAfterSignIn(): { goOn: () => void; query: string } {
  const router = useRouter();
  const query = useSyncExternalStore(
    never,
    () => window.location.search,
    () => "",
  );
  const goOn = () => router.replace(insideOf(window.location.origin, query));
  return { goOn, query };
}

/** Where a query's `next` leads within this site; "/" if it leads out of it, or nowhere. */
export function insideOf(origin: string, query: string): string {
  const next = new URLSearchParams(query).get("next") ?? "/";
  // As a browser reads it: "//host", "/\host" and "/<tab>/host" are other sites.
  const url = URL.canParse(next, origin) ? new URL(next, origin) : null;
  if (url?.origin !== origin) return "/";
  // "/x/..//host" is of this site, but what is left of it would not be.
  return `${url.pathname.replace(/^\/+/, "/")}${url.search}${url.hash}`;
}
