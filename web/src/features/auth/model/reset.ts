import { api, type Refusal, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { logIn, type Outcome } from "./flow";
import { resetBegun } from "./slice";

type Answer = { status?: number; data?: { meta?: { session_token?: string } } };
type Asked = { step: "code" } | { step: "refused"; refusal: Refusal };

/** Have a code sent to an address. The answer does not say whether it has an account. */
export const askForReset =
  (email: string) =>
  async (dispatch: AppDispatch): Promise<Asked> => {
    const ask = api.endpoints.postAuthPasswordRequest.initiate({
      allauthRequestPassword: { email },
    });
    const { error } = await dispatch(ask);
    // allauth's success is a 401 that names the session which waits for the code.
    const { status, data } = (error ?? {}) as Answer;
    const sessionToken = status === 401 ? data?.meta?.session_token : undefined;
    if (!sessionToken) return { step: "refused", refusal: refusalOf(error) };
    dispatch(resetBegun({ email, sessionToken }));
    return { step: "code" };
  };

/** Set the new password, and sign in with it. */
export const resetPassword =
  (sessionToken: string, email: string, key: string, password: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const reset = api.endpoints.postAuthPasswordReset.initiate({
      "X-Session-Token": sessionToken,
      allauthResetPassword: { key, password },
    });
    const { error } = await dispatch(reset);
    // Here too: done, and signed out.
    if ((error as Answer | undefined)?.status === 401 || !error) {
      return dispatch(logIn(email, password));
    }
    return { step: "refused", refusal: refusalOf(error) };
  };
