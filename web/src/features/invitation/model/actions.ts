import { api, type InvitationVerifyResponse, refusalOf } from "@/shared/api";
import type { AppDispatch } from "@/shared/lib/store";
import { keepGuest, keptGuest, startGuest } from "@/shared/session";
import { doorChanged, type Refusal } from "./slice";

/** Come in by the link of a mail. */
export const enterByInvitation =
  (projectId: string, token: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    dispatch(doorChanged({ status: "entering" }));
    const verify = api.endpoints.verifyInvitation.initiate(
      { token },
      { forceRefetch: true, subscribe: false },
    );
    const { data, error } = await dispatch(verify);
    dispatch(arrive(projectId, token, data, error));
  };

/** Go on as the guest who has come in by this link before, on this device; else ask for a name. */
export const returnByLink =
  (projectId: string, token: string) =>
  (dispatch: AppDispatch): void => {
    const kept = keptGuest(projectId, token);
    if (kept) {
      startGuest(projectId, kept);
      dispatch(doorChanged({ status: "in" }));
    } else dispatch(doorChanged({ status: "asking", password: "no" }));
  };

/** Come in by a share link, as a new guest. */
export const enterByLink =
  (projectId: string, token: string, name: string, password: string) =>
  async (dispatch: AppDispatch): Promise<void> => {
    const enterShareLink = { token, ...(name && { name }), ...(password && { password }) };
    const enter = api.endpoints.enterShareLink.initiate({ enterShareLink });
    const { data, error } = await dispatch(enter);
    if (data?.reason === "password_required") {
      dispatch(doorChanged({ status: "asking", password: "required" }));
    } else if (data?.reason === "wrong_password") {
      dispatch(doorChanged({ status: "asking", password: "wrong" }));
    } else dispatch(arrive(projectId, token, data, error));
  };

const arrive =
  (projectId: string, secret: string, answer?: InvitationVerifyResponse, error?: unknown) =>
  (dispatch: AppDispatch): void => {
    const refuse = (reason: Refusal) => dispatch(doorChanged({ status: "refused", reason }));
    if (!answer) {
      refuse(refusalOf(error).status === 429 ? "too_many_tries" : "offline");
    } else if (!answer.guest_token) {
      refuse((answer.reason as Refusal) ?? "unknown");
    } else if (answer.project?.id !== projectId) {
      refuse("wrong_project");
    } else {
      keepGuest(projectId, secret, answer.guest_token);
      startGuest(projectId, answer.guest_token);
      dispatch(doorChanged({ status: "in" }));
    }
  };
