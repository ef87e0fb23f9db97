import { afterEach, expect, test, vi } from "vitest";
import { measured, sendSamples } from "..";

const sent = vi.fn(async () => new Response(null, { status: 204 }));
vi.stubGlobal("fetch", sent);

afterEach(() => {
  sendSamples();
  sent.mockClear();
});

const bodies = () =>
  sent.mock.calls.map((call: unknown[]) => JSON.parse((call[1] as RequestInit).body as string));

test("what was measured is sent once, rounded, without a name of anybody", () => {
  measured("lcp", 1.23456789);
  measured("error.script", 1);
  sendSamples();
  sendSamples();
  expect(bodies()).toEqual([
    {
      samples: [
        { name: "lcp", value: 1.2346 },
        { name: "error.script", value: 1 },
      ],
    },
  ]);
  const options = (sent.mock.calls[0] as unknown[])[1] as RequestInit;
  expect(options.credentials).toBe("omit");
  expect(options.headers).toEqual({ "Content-Type": "application/json" });
});

test("never more is sent than the server takes", () => {
  for (let number = 0; number < 150; number += 1) measured("api", number * 100);
  measured("inp", Number.NaN);
  sendSamples();
  const [{ samples }] = bodies();
  expect(samples).toHaveLength(100);
  expect(Math.max(...samples.map(({ value }: { value: number }) => value))).toBe(3600);
});
