import { useSyncExternalStore } from "react";
import { forgetGuest, renewGuest, replaceGuest } from "./guest";
import { channel, endMember, type Message, refreshMember } from "./member";

/** Who is using this page. The token is in memory only (of guests: also on the device). */
export type Session =
  | { kind: "member"; token: string }
  | { kind: "guest"; token: string; projectId: string };

/** undefined: not known yet; null: nobody. */
let session: Session | null | undefined;
/** Whose session this tab had last: what is on the page, and what was typed into it, is theirs. */
let lastMember: string | null = null;
let renewing: Promise<string | null> | null = null;
const listeners = new Set<() => void>();
/** Renew a token that ends within this time: a request must not arrive with an expired one. */
const MARGIN_MS = 30_000;

function change(next: Session | null): void {
  session = next;
  for (const listener of listeners) listener();
}

channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
  if (session?.kind === "guest") return;
  if ("token" in data) takeUp(data.token);
  else change(null);
});

/** Take up a token that nobody in this tab has asked for; return it if it is of the same person. */
function takeUp(token: string | null): string | null {
  const member = token && claimsOf(token).sub;
  if (member && lastMember && member !== lastMember) {
    // Another person logged in elsewhere in this browser: nothing of this page may be sent as theirs.
    change(null);
    window.location.reload();
    return null;
  }
  lastMember = member ?? lastMember;
  change(token ? { kind: "member", token } : null);
  return token;
}

export function startMember(token: string): void {
  lastMember = claimsOf(token).sub;
  change({ kind: "member", token });
  channel?.postMessage({ token } satisfies Message);
}

export function startGuest(projectId: string, token: string): void {
  change({ kind: "guest", token, projectId });
}

/** Find out whether this browser has a member's session. Call it once, on pages of members. */
export async function resumeMember(): Promise<void> {
  if (session?.kind === "member") return;
  takeUp(await refreshMember(() => session ?? null));
}

export async function signOut(): Promise<void> {
  if (session?.kind === "guest") forgetGuest(session.projectId);
  else await endMember();
  lastMember = null;
  change(null);
}

/**
 * Return a token that is valid for a while, or null if nobody is signed in.
 * `refused`: the token that the server has just refused. Throws when the server can't be reached.
 */
export async function freshToken(refused?: string): Promise<string | null> {
  if (!session) return null;
  const { token } = session;
  if (token !== refused && claimsOf(token).exp * 1000 - Date.now() > MARGIN_MS) return token;
  renewing ??= renew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(): Promise<string | null> {
  if (!session) return null;
  if (session.kind === "guest") {
    const { projectId } = session;
    const token = await renewGuest(session.token);
    if (token) replaceGuest(projectId, token);
    else forgetGuest(projectId);
    change(token ? { kind: "guest", token, projectId } : null);
    return token;
  }
  return takeUp(await refreshMember(() => session ?? null));
}

/** Whose a token is, and when it expires, in seconds since 1970. */
function claimsOf(token: string): { sub: string; exp: number } {
  const claims = token.split(".")[1] ?? "";
  return JSON.parse(atob(claims.replace(/-/g, "+").replace(/_/g, "/")));
}

export function useSession(): Session | null | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
    () => undefined,
  );
}
