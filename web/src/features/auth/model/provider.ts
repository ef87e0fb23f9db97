import { api } from "@/shared/api";
import { type Begun, takeBegun } from "@/shared/lib/sign-in";
import type { AppDispatch } from "@/shared/lib/store";
import { resumeMember } from "@/shared/session";
import { arrive, meetPerson, type Outcome } from "./flow";

/** What became of a sign-in that comes back from another service. */
export type Return = { begun: Begun | null; outcome: Outcome | { step: Failure } };
/** The person said no there; nothing is known of it here; the service reports an error. */
export type Failure = "cancelled" | "unknown" | "failed";

export const finishSignIn =
  (query: string) =>
  async (dispatch: AppDispatch): Promise<Return> => {
    const given = new URLSearchParams(query);
    const begun = takeBegun(given.get("state") ?? "");
    const failed = (step: Failure): Return => ({ begun, outcome: { step } });
    if (given.get("error") === "access_denied") return failed("cancelled");
    if (!begun) return failed("unknown");
    const { state, sessionToken, provider } = begun;
    const [code, iss] = [given.get("code"), given.get("iss")];
    if (!code) return failed("failed");
    if (!sessionToken) await resumeMember();
    const finish = api.endpoints.postAuthProviderCallback.initiate({
      ...(sessionToken && { "X-Session-Token": sessionToken }),
      body: { provider: provider.id, code, state, ...(iss && { iss }) },
    });
    const answer = await dispatch(finish);
    if (begun.process === "connect" && answer.data) {
      await dispatch(meetPerson());
      return { begun, outcome: { step: "in" } };
    }
    const asker = { provider: provider.name };
    return { begun, outcome: await dispatch(arrive(answer, asker, sessionToken ?? undefined)) };
  };
