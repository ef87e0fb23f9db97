import { authorizedFetch } from "./http";

/** The API refused, with a sentence, or without one. */
export class Refused extends Error {}

/**
 * Download a file with the session's token, which is in no address, and hand it to the browser.
 * Throws Refused, a TypeError without an answer, and what the signal was aborted with.
 */
export async function download(
  url: string,
  signal: AbortSignal,
  onProgress: (bytes: number) => void = () => {},
): Promise<void> {
  const response = await authorizedFetch(url, { signal });
  if (!response.ok) throw new Refused(sentenceOf(await response.json().catch(() => null)));
  const parts: BlobPart[] = [];
  let bytes = 0;
  for (const reader = response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.byteLength;
    onProgress(bytes);
  }
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  save(new Blob(parts, { type }), nameOf(response.headers.get("Content-Disposition")));
}

type Problem = { detail?: string; errors?: { message: string }[] } | null;

function sentenceOf(problem: Problem): string {
  return problem?.errors?.[0]?.message ?? problem?.detail ?? "";
}

/** The name of a file as a Content-Disposition says it: in UTF-8 if it can, else in ASCII. */
export function nameOf(disposition: string | null): string {
  const whole = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  if (whole) return decodeURIComponent(whole);
  return disposition?.match(/filename="([^"]+)"/)?.[1] ?? "feedback";
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has the file once it has taken the address.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
