import { API_URL } from "@/shared/config";
import { keep, kept } from "@/shared/lib/device";
import type { Session } from "./session";

/**
 * A member's access token is in memory only. What renews it is a cookie that no script can read: it
 * survives a reload, and somebody who gets a script into a page can't take it away.
 */
const LOCK = "videoplanet-session";
const REFRESHED_AT = "session-refreshed-at";
const OTHER_TAB_MS = 1_000;

export type Message = { token: string } | { signedOut: true };

/** Tabs of one browser tell each other their new token; it is never stored. */
export const channel =
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("videoplanet-session");

/**
 * Get a new access token, once for all tabs: whoever comes later uses what the first one got.
 * Returns null when there is no session (any more). Throws when the server can't be reached.
 */
export async function refreshMember(current: () => Session | null): Promise<string | null> {
  const asked = Date.now();
  const before = current()?.token;
  const meanwhile = () => {
    const token = current()?.token;
    return token !== undefined && token !== before ? token : null;
  };
  return navigator.locks.request(LOCK, async () => {
    if (meanwhile()) return meanwhile();
    if (before && kept(REFRESHED_AT, 0) >= asked) {
      // Another tab refreshed while we waited for the lock; its message is on its way.
      const token = await heard(meanwhile);
      if (token) return token;
    }
    const token = await post();
    if (token) {
      keep(REFRESHED_AT, Date.now());
      channel?.postMessage({ token } satisfies Message);
    }
    return token;
  });
}

async function post(): Promise<string | null> {
  const response = await fetch(`${API_URL}/api/v1/tokens/cookie`, {
    method: "POST",
    credentials: "include",
  });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`refresh: ${response.status}`);
  const answer = (await response.json()) as { data: { access_token: string } };
  return answer.data.access_token;
}

/** End the session on the server and delete its cookie. */
export async function endMember(): Promise<void> {
  await fetch(`${API_URL}/api/v1/tokens/cookie`, { method: "DELETE", credentials: "include" });
  channel?.postMessage({ signedOut: true } satisfies Message);
}

async function heard(meanwhile: () => string | null): Promise<string | null> {
  const deadline = Date.now() + OTHER_TAB_MS;
  while (!meanwhile() && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return meanwhile();
}
