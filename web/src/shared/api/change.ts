import { refusalOf } from "./problem";

const CHANGED_MEANWHILE = 412;
/** Somebody may change the row again and again; this many times in a row is no accident. */
const TRIES = 5;

type Answer<T> = PromiseLike<{ data?: T | undefined; error?: unknown }>;

type Change<T> = {
  /** The version that the person has seen, and what it had in place of what they change. */
  etag: string;
  before: string;
  /** What they want there. */
  wanted: string;
  /** The same of a row, to be compared. */
  pick: (row: T) => string;
  send: (etag: string) => Answer<T>;
  read: () => Answer<T>;
};

/** `other`: somebody else changed the same thing meanwhile, and the person must choose. */
export type Changed<T> = { saved: T } | { other: T } | { error: unknown };

/**
 * Change a row only if it is as the person has seen it (`If-Match`). A row in which somebody else
 * changed another thing is changed all the same; what they wrote in the same place never is.
 */
export async function changeFrom<T extends { etag: string }>(
  change: Change<T>,
): Promise<Changed<T>> {
  const { before, wanted, pick } = change;
  let { etag } = change;
  for (let tries = 1; ; tries++) {
    const sent = await change.send(etag);
    if (sent.data) return { saved: sent.data };
    if (refusalOf(sent.error).status !== CHANGED_MEANWHILE || tries === TRIES) {
      return { error: sent.error };
    }
    const { data: current, error } = await change.read();
    if (error || !current) return { error };
    if (pick(current) === wanted) return { saved: current };
    if (pick(current) !== before) return { other: current };
    etag = current.etag;
  }
}
