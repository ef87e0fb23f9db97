import { api, type Refusal, refusalOf } from "@/shared/api";
import { chooseLanguage } from "@/shared/i18n";
import type { AppDispatch } from "@/shared/lib/store";
import { resumeMember, signOut, startMember } from "@/shared/session";
import { signedOut, verificationBegun } from "./slice";

/** What became of a step: signed in, a code was mailed, or why not. */
export type Outcome = { step: "in" } | { step: "verify" } | { step: "refused"; refusal: Refusal };

type Answer = {
  data?: { meta: { access_token?: string } } | undefined;
  error?: unknown;
};
type Pending = { flows?: { id: string; is_pending?: boolean }[] };

export const logIn =
  (email: string, password: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const login = api.endpoints.postAuthLogin.initiate({ allauthLogin: { email, password } });
    return dispatch(arrive(await dispatch(login), email));
  };

export const signUp =
  (name: string, email: string, password: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const signup = api.endpoints.postAuthSignup.initiate({
      allauthSignup: { name, email, password },
    });
    return dispatch(arrive(await dispatch(signup), email));
  };

export const verifyAddress =
  (sessionToken: string, email: string, key: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const verify = api.endpoints.postAuthEmailVerify.initiate({
      "X-Session-Token": sessionToken,
      allauthVerifyEmail: { key },
    });
    return dispatch(arrive(await dispatch(verify), email));
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

const arrive =
  (answer: Answer, email: string) =>
  async (dispatch: AppDispatch): Promise<Outcome> => {
    const token = answer.data?.meta.access_token;
    if (token) {
      startMember(token);
      await dispatch(meetPerson());
      return { step: "in" };
    }
    const { data, meta } = (answer.error as { data?: { data?: Pending; meta?: Meta } })?.data ?? {};
    const pending = data?.flows?.find((flow) => flow.is_pending)?.id;
    if (pending === "verify_email" && meta?.session_token) {
      dispatch(verificationBegun({ email, sessionToken: meta.session_token }));
      return { step: "verify" };
    }
    return { step: "refused", refusal: refusalOf(answer.error) };
  };

type Meta = { session_token?: string };
