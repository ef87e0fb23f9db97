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
  const next = new URLSearchParams(query).get("next") ?? "/";
  // "//host" and "/\host" are other sites.
  const inside = /^\/(?![/\\])/.test(next) ? next : "/";
  return { goOn: () => router.replace(inside), query };
}
