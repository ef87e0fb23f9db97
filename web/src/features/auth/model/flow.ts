import { api, type Refusal, refusalOf } from "@/shared/api";
import { chooseLanguage } from "@/shared/i18n";
import type { AppDispatch } from "@/shared/lib/store";
import { resumeMember, signOut, startMember } from "@/shared/session";
import { type Asker, type Pending, signedOut, stepAsked } from "./slice";

/** What became of a step: signed in, another step follows, or why not. */
export type Outcome = { step: Step } | { step: "refused"; refusal: Refusal };
export type Step = "in" | "pending";

type Answer = {
  data?: { meta: { access_token?: string } } | undefined;
  error?: unknown;
};
type Refused = {
  data?: { flows?: { id: string; is_pending?: boolean; types?: string[] }[] };
  meta?: { session_token?: string };
};
const STEPS: Record<string, Pending["step"]> = {
  verify_email: "verify",
  provider_signup: "address",
  mfa_authenticate: "factor",
};

export const logIn =
  (email: string, password: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const login = api.endpoints.postAuthLogin.initiate({ allauthLogin: { email, password } });
    return dispatch(arrive(await dispatch(login), { email }));
  };

export const signUp =
  (name: string, email: string, password: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const signup = api.endpoints.postAuthSignup.initiate({
      allauthSignup: { name, email, password },
    });
    return dispatch(arrive(await dispatch(signup), { email }));
  };

export const verifyAddress =
  ({ sessionToken, email, provider }: Pending, key: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const verify = api.endpoints.postAuthEmailVerify.initiate({
      "X-Session-Token": sessionToken,
      allauthVerifyEmail: { key },
    });
    return dispatch(arrive(await dispatch(verify), { email, provider }, sessionToken));
  };

/** Go on with the code of an authenticator app, or with a recovery code. */
export const giveFactor =
  ({ sessionToken, email, provider }: Pending, code: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const give = api.endpoints.postAuth2FaAuthenticate.initiate({
      "X-Session-Token": sessionToken,
      allauthMfaAuthenticate: { code },
    });
    return dispatch(arrive(await dispatch(give), { email, provider }, sessionToken));
  };

/** Give the address that the other service did not tell; a code is mailed to it. */
export const giveAddress =
  ({ sessionToken, provider }: Pending, name: string, email: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const give = api.endpoints.postAuthProviderSignup.initiate({
      "X-Session-Token": sessionToken,
      allauthProviderSignup: { name, email },
    });
    return dispatch(arrive(await dispatch(give), { email, provider }, sessionToken));
  };

/** Take up the session that the browser's cookie keeps. Resolves to whether there is one. */
export const resume =
  () =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    await resumeMember();
    return dispatch(meetPerson());
  };

export const leave =
  () =>
  async (dispatch: AppDispatch): Promise<void> => {
    await signOut();
    dispatch(forget());
  };

/** Forget the person, and all that was read for them. */
export const forget =
  () =>
  (dispatch: AppDispatch): void => {
    dispatch(signedOut());
    dispatch(api.util.resetApiState());
  };

/** Learn who is signed in, and speak their language. */
export const meetPerson =
  () =>
  async (dispatch: AppDispatch): Promise<boolean> => {
    const query = api.endpoints.getMe.initiate({}, { forceRefetch: true, subscribe: false });
    const { data } = await dispatch(query);
    if (data?.language) chooseLanguage(data.language);
    return data !== undefined;
  };

/** Take up what a step was answered. `sessionToken`: the step's, for as long as it stays the same. */
export const arrive =
  (answer: Answer, asker: Asker, sessionToken?: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const token = answer.data?.meta.access_token;
    if (token) {
      startMember(token);
      await dispatch(meetPerson());
      return { step: "in" };
    }
    const { data, meta } = (answer.error as { data?: Refused } | undefined)?.data ?? {};
    const flow = data?.flows?.find(({ is_pending }) => is_pending);
    const step = STEPS[flow?.id ?? ""];
    const session = meta?.session_token ?? sessionToken;
    if (step && session) {
      const passkey = flow?.types?.includes("webauthn") ?? false;
      dispatch(stepAsked({ ...asker, step, sessionToken: session, passkey }));
      return { step: "pending" };
    }
    return { step: "refused", refusal: refusalOf(answer.error) };
  };
