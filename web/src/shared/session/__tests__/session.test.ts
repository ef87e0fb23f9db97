import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Message } from "../member";

// Vitest's Node has a BroadcastChannel of its own, which stands for another tab.
const reload = vi.fn();
let other: BroadcastChannel;
let session: typeof import("../session");

beforeEach(async () => {
  vi.resetModules();
  reload.mockReset();
  vi.stubGlobal("window", { location: { reload } });
  session = await import("../session");
  other = new BroadcastChannel("videoplanet-session");
});
afterEach(async () => {
  other.close();
  (await import("../member")).channel?.close();
  vi.unstubAllGlobals();
});

const exp = Math.round(Date.now() / 1000) + 3600;
const tokenOf = (sub: string, more = {}) => `h.${btoa(JSON.stringify({ sub, exp, ...more }))}.s`;
const tell = (message: Message) => other.postMessage(message);

it("takes up a new token of the same person from another tab", async () => {
  session.startMember(tokenOf("ann"));
  const next = tokenOf("ann", { jti: "2" });
  tell({ token: next });
  await vi.waitFor(async () => expect(await session.freshToken()).toBe(next));
  expect(reload).not.toHaveBeenCalled();
});

it("loads the page anew when another person has logged in, also after the session's end", async () => {
  session.startMember(tokenOf("ann"));
  tell({ token: tokenOf("bob") });
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  expect(await session.freshToken()).toBeNull();
  tell({ token: tokenOf("bob", { jti: "2" }) });
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(2));
  expect(await session.freshToken()).toBeNull();
});

it("takes up anybody's session while nobody was here", async () => {
  tell({ token: tokenOf("bob") });
  await vi.waitFor(async () => expect(await session.freshToken()).toBe(tokenOf("bob")));
  expect(reload).not.toHaveBeenCalled();
});
