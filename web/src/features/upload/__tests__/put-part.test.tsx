import { expect, it } from "vitest";
import { putPart } from "../lib/put-part";

// In a browser: it is its XMLHttpRequest that must not be begun.
it("sends nothing once it is aborted", async () => {
  const before = performance.getEntriesByType("resource").length;
  const reason = new Error("left");
  const signal = AbortSignal.abort(reason);
  const sent = putPart("/never", new Blob(["a"]), { signal, onProgress: () => undefined });
  await expect(sent).rejects.toBe(reason);
  expect(performance.getEntriesByType("resource")).toHaveLength(before);
});
