/** The connection is lost, or the server is away or busy: the same again may succeed. */
export class Passing extends Error {}

const FIRST_MS = 1_000;
const MOST_MS = 30_000;

type Waiting = { signal: AbortSignal; onWait: (waiting: boolean) => void };

/** Try until it succeeds, or fails for a reason that does not pass. Throws when it is aborted. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { signal, onWait }: Waiting,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      const result = await attempt();
      onWait(false);
      return result;
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      onWait(true);
      await pause(failures, signal);
    }
  }
}

/** Wait longer after each failure, but not once the connection is there again. */
export function pause(failures: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => () => {
      clearTimeout(timer);
      window.removeEventListener("online", onLine);
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    const onLine = end(resolve);
    const onAbort = end(() => reject(signal.reason));
    const timer = setTimeout(end(resolve), Math.min(MOST_MS, FIRST_MS * 2 ** failures));
    window.addEventListener("online", onLine);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
}
