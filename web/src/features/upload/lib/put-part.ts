import { Passing } from "./patience";

/** A line that is dead without an error: no byte in this time. */
const SILENCE_MS = 60_000;

type Options = { signal: AbortSignal; onProgress: (bytes: number) => void };

/**
 * Send a part to the storage; return its ETag. Throws Passing, also for a refusal: the storage
 * gives the reasons of refusals only to some browsers, and the API knows what is wrong.
 *
 * An XMLHttpRequest, because `fetch` does not say how much has been sent.
 */
export function putPart(url: string, part: Blob, { signal, onProgress }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    // An "abort" that has been is not told again.
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout>;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const onAbort = () => request.abort();
    request.upload.onprogress = ({ loaded }) => {
      listen();
      onProgress(loaded);
    };
    request.onload = () => {
      const etag = request.getResponseHeader("ETag");
      if (request.status === 200 && etag) resolve(etag);
      else reject(new Passing(`the storage answered ${request.status}`));
    };
    request.onerror = () => reject(new Passing("no answer of the storage"));
    request.onabort = () => reject(signal.aborted ? signal.reason : new Passing("silence"));
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", onAbort);
    };
    request.open("PUT", url);
    signal.addEventListener("abort", onAbort);
    listen();
    request.send(part);
  });
}
