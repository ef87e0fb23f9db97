import { expect, test, vi } from "vitest";
import { observePage, sendSamples } from "..";

test("how long a feedback took is sent, also where it began before anybody observed", async () => {
  const sent = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", sent);
  const stay = new AbortController();
  performance.mark("feedback");
  performance.measure("feedback", "feedback");
  performance.measure("another");
  observePage(stay.signal);

  const names = () =>
    sent.mock.calls.flatMap((call: unknown[]) =>
      JSON.parse((call[1] as RequestInit).body as string).samples.map(
        ({ name }: { name: string }) => name,
      ),
    );
  await vi.waitFor(() => {
    sendSamples();
    expect(names()).toContain("feedback");
  });
  expect(names()).not.toContain("another");
  stay.abort();
});
