import { api } from "@/shared/api";
import { forget, keep, kept, keptUnder } from "@/shared/lib/device";
import type { AppDispatch } from "@/shared/lib/store";

/** A sign-in for which somebody was sent to another service. It is kept until they come back. */
export type Begun = {
  state: string;
  process: "login" | "connect";
  provider: { id: string; name: string };
  /** The query of the page that it began on: it may name the page to go on with. */
  query: string;
  /** Whose sign-in it is; none, when a member connects an account. */
  sessionToken: string | null;
  at: number;
};

const PREFIX = "sign-in:";
/** The API forgets it after ten minutes. */
const LASTS_MS = 10 * 60_000;
export const CALLBACK = "/login/callback";

/** Send the person to another service. It ends with an error of RTK Query, or by leaving the page. */
export const beginSignIn =
  (process: Begun["process"], provider: Begun["provider"], query: string) =>
  async (dispatch: AppDispatch): Promise<{ error?: unknown }> => {
    const begin = api.endpoints.postAuthProviderRedirect.initiate({
      // Somebody who logs in begins a session of their own, whoever was signed in here before.
      ...(process === "login" && { "X-Session-Token": "" }),
      body: { provider: provider.id, process, callback_url: window.location.origin + CALLBACK },
    });
    const { data, error } = await dispatch(begin);
    if (!data) return { error };
    const state = new URL(data.data.url).searchParams.get("state") ?? "";
    const sessionToken = data.meta?.session_token ?? null;
    forgetOld();
    const begun: Begun = { state, process, provider, query, sessionToken, at: Date.now() };
    keep(PREFIX + state, begun);
    window.location.assign(data.data.url);
    return {};
  };

/** The sign-in of a state that a service has sent back, once. */
export function takeBegun(state: string): Begun | null {
  const begun = kept<Begun | null>(PREFIX + state, null);
  forget(PREFIX + state);
  return begun;
}

function forgetOld(): void {
  for (const { state, at } of keptUnder<Begun>(PREFIX)) {
    if (Date.now() - at > LASTS_MS) forget(PREFIX + state);
  }
}
