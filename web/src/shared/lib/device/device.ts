/**
 * What is kept on this device, each thing under a key of its own, so that two tabs don't overwrite
 * each other's. Nothing here throws: a build has no storage, a browser may forbid it, and it may be
 * full. The page goes on with what it has.
 */
export function kept<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

/** Returns whether it is kept now; if not, what was there before still is. */
export function keep(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Not allowed here, so nothing was kept either.
  }
}

/** Everything that is kept under keys that begin so. */
export const keptUnder = <T>(prefix: string): T[] =>
  keptEntries<T>(prefix).map(([, value]) => value);

/** The same, each with its key. */
export function keptEntries<T>(prefix: string): [string, T][] {
  return keys()
    .filter((key) => key.startsWith(prefix))
    .map((key): [string, T | null] => [key, kept<T | null>(key, null)])
    .filter((entry): entry is [string, T] => entry[1] !== null);
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
