import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

it("shows nothing of a page that was left while it was read", async () => {
  vi.stubEnv("NEXT_PUBLIC_API_URL", "http://127.0.0.1");
  vi.stubGlobal("localStorage", { getItem: () => null });
  const { loadPeople } = await import("../model/load-people");
  const stay = new AbortController();
  // The answer is there, and its body comes when the page has been left.
  const json = async () => {
    stay.abort();
    return [];
  };
  vi.stubGlobal("fetch", async () => ({ ok: true, headers: new Headers(), json }));
  const dispatch = vi.fn();
  const loading = loadPeople("p", stay.signal)(dispatch);
  await expect(loading).rejects.toMatchObject({ name: "AbortError" });
  expect(dispatch).not.toHaveBeenCalled();
});
