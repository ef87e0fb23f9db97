import { expect, it } from "vitest";
import { type Invitation, invitationsLoaded, invitationsReducer, selectInvitations } from "..";

const row = (id: string, project_id: string, created_at: string) =>
  ({ id, project_id, created_at, updated_at: created_at, status: "sent" }) as Invitation;
const rows = [
  row("a", "p", "2026-01-01"),
  row("b", "p", "2026-01-02"),
  row("c", "q", "2026-01-03"),
];
const loaded = invitationsReducer(undefined, invitationsLoaded(rows));
const ofProject = (invitations: typeof loaded) =>
  selectInvitations({ entities: { invitations } }, "p").map(({ id, status }) => `${id} ${status}`);

it("are listed by project, the newest first", () => {
  expect(ofProject(loaded)).toEqual(["b sent", "a sent"]);
});

it("are revoked by the answer, also while no event comes", () => {
  // As RTK Query reports the answer of `revokeInvitation`.
  const arg = { endpointName: "revokeInvitation", originalArgs: { id: "a" } };
  const answered = {
    type: "api/executeMutation/fulfilled",
    meta: { requestId: "1", requestStatus: "fulfilled", arg },
  };
  expect(ofProject(invitationsReducer(loaded, answered))).toEqual(["b sent", "a revoked"]);
});
