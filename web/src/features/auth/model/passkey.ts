import { api } from "@/shared/api";
import { askPasskey, type PasskeyRefusal, passkeyRefusal } from "@/shared/lib/sign-in";
import type { AppDispatch } from "@/shared/lib/store";
import { arrive, type Outcome } from "./flow";
import type { Pending } from "./slice";

type Asked = {
  data?: { data: { request_options: object }; meta?: { session_token?: string } };
  error?: unknown;
};
const fresh = { forceRefetch: true, subscribe: false } as const;

/** Log in with a passkey alone. */
export const logInWithPasskey = () => async (dispatch: AppDispatch) => {
  // A session of its own, whoever was signed in here before.
  const ask = api.endpoints.getAuthWebauthnLogin.initiate({ "X-Session-Token": "" }, fresh);
  const asked = (await dispatch(ask)) as Asked;
  return dispatch(
    sign(asked, asked.data?.meta?.session_token ?? "", (sessionToken, credential) =>
      dispatch(
        api.endpoints.postAuthWebauthnLogin.initiate({
          "X-Session-Token": sessionToken,
          body: { credential },
        }),
      ),
    ),
  );
};

/** Use a passkey as the second factor. */
export const givePasskey =
  ({ sessionToken }: Pending) =>
  async (dispatch: AppDispatch) => {
    const of = { "X-Session-Token": sessionToken };
    const ask = api.endpoints.getAuthWebauthnAuthenticate.initiate(of, fresh);
    return dispatch(
      sign((await dispatch(ask)) as Asked, sessionToken, (_token, credential) =>
        dispatch(
          api.endpoints.postAuthWebauthnAuthenticate.initiate({ ...of, body: { credential } }),
        ),
      ),
    );
  };

type Answer = Parameters<typeof arrive>[0];

const sign =
  (
    { data, error }: Asked,
    sessionToken: string,
    send: (sessionToken: string, credential: object) => PromiseLike<unknown>,
  ) =>
  async (dispatch: AppDispatch): Promise<Outcome | PasskeyRefusal> => {
    if (!data) return dispatch(arrive({ error }, {}));
    try {
      const credential = await askPasskey(data.data.request_options);
      return dispatch(arrive((await send(sessionToken, credential)) as Answer, {}, sessionToken));
    } catch (refused) {
      return passkeyRefusal(refused);
    }
  };
