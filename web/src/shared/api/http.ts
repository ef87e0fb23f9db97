import { API_URL } from "@/shared/config";
import { currentLanguage } from "@/shared/i18n";
import { freshToken } from "@/shared/session";

/** Routes that answer with tokens: the refresh token goes into a cookie, not to this script. */
const DELIVERS = /\/api\/v1\/(auth|account)\//;
/** What a stranger asks. Its answer must not depend on who was signed in before. */
const PUBLIC = /\/api\/v1\/(auth\/(login|signup|password)|invitations\/verify|share-links\/enter)/;
/** A sign-up or a reset that waits for a code: this is who asks, and not who is signed in. */
const PENDING = "X-Session-Token";

/**
 * Send a request with the session's token. A token that the server refuses is renewed once, and the
 * request is sent again.
 */
export async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit) {
  const given = new Request(input, init);
  // What only reads brings no tokens, and browsers don't say where it comes from.
  const delivers = given.method !== "GET" && DELIVERS.test(given.url);
  const request = delivers ? new Request(given, { credentials: "include" }) : given;
  request.headers.set("Accept-Language", currentLanguage());
  if (delivers) request.headers.set("X-Token-Delivery", "cookie");
  if (PUBLIC.test(request.url) || request.headers.has(PENDING)) return fetch(request);
  const token = await freshToken();
  const again = token ? request.clone() : null;
  const response = await fetch(withToken(request, token));
  if (response.status !== 401 || !again || !token) return response;
  const renewed = await freshToken(token);
  // Somebody else may have signed in meanwhile: what one person sends is never sent as another.
  const isSame = renewed !== null && personOf(renewed) === personOf(token);
  return isSame ? fetch(withToken(again, renewed)) : response;
}

/** Whose token it is. */
function personOf(token: string): string {
  const claims = token.split(".")[1] ?? "";
  return JSON.parse(atob(claims.replace(/-/g, "+").replace(/_/g, "/"))).sub;
}

function withToken(request: Request, token: string | null): Request {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** A refusal of the API, as RFC 9457 describes it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type Pages<T> = { items: T[]; seq: number };

/**
 * Read a list of any length; `onPage` gets each page as it comes. `seq` is the `X-Project-Seq` of
 * its first page: with it a stream of events continues where the list ends. Throws ApiError, and
 * what the signal was aborted with.
 */
export async function readAll<T>(
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
  onPage?: (items: T[]) => void,
): Promise<Pages<T>> {
  const items: T[] = [];
  let seq = 0;
  let next: string | null = `${API_URL}${path}?${new URLSearchParams(query)}`;
  while (next) {
    const response: Response = await authorizedFetch(next, { signal });
    if (!response.ok) throw new ApiError(response.status, await response.text());
    if (seq === 0) seq = Number(response.headers.get("X-Project-Seq"));
    const page = (await response.json()) as T[];
    signal.throwIfAborted();
    onPage?.(page);
    items.push(...page);
    next = nextPage(response.headers.get("Link"), response.url);
  }
  return { items, seq };
}

/** The address of the next page of a list; null at its end. */
export function nextPage(link: string | null, base: string): string | null {
  const found = link?.match(/<([^>]+)>;\s*rel="next"/)?.[1];
  return found ? new URL(found, base).href : null;
}
