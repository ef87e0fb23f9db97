import { expect, it } from "vitest";
import { membersLoaded } from "@/entities/member";
import { resetBegun, signedOut } from "@/features/auth";
import { toastShown } from "@/shared/lib/notifications";
import { makeStore } from "../store";

it("keeps nothing of a person who has signed out", () => {
  const store = makeStore();
  const { api: _, ...initial } = store.getState();
  store.dispatch(membersLoaded({ projectId: "p", members: [] }));
  store.dispatch(resetBegun({ email: "a@example.com", sessionToken: "s" }));
  store.dispatch(toastShown({ kind: "error", text: "…" }));
  expect(store.getState()).not.toMatchObject(initial);
  store.dispatch(signedOut());
  expect(store.getState()).toMatchObject(initial);
});
