import { api, type Refusal, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { startMember } from "@/shared/session";

type Answer = { data?: { meta?: { access_token?: string } } | undefined; error?: unknown };

/**
 * Have a code sent to a new address, after the password was checked, if there is one. Returns why
 * not, or null.
 */
export const askForAddress =
  (email: string, password: string | null) =>
  async (dispatch: AppDispatch): Promise<Refusal | null> => {
    if (password !== null) {
      const check = api.endpoints.postAuthReauthenticate.initiate({
        allauthReauthenticate: { password },
      });
      const checked = await dispatch(check);
      if (checked.error) return refusalOf(checked.error);
      goOnWith(checked);
    }
    const ask = api.endpoints.postAccountEmail.initiate({ body: { email } });
    const { error } = await dispatch(ask);
    return error ? refusalOf(error) : null;
  };

/** Take the new address with the code from its mail. Returns why not, or null. */
export const confirmAddress =
  (key: string) =>
  async (dispatch: AppDispatch): Promise<Refusal | null> => {
    const confirm = api.endpoints.postAuthEmailVerify.initiate({ allauthVerifyEmail: { key } });
    const answer = await dispatch(confirm);
    if (answer.error) return refusalOf(answer.error);
    goOnWith(answer);
    const me = api.endpoints.getMe.initiate({}, { forceRefetch: true, subscribe: false });
    await dispatch(me);
    return null;
  };

/** allauth's answers may bring this device new tokens. */
function goOnWith({ data }: Answer): void {
  if (data?.meta?.access_token) startMember(data.meta.access_token);
}
