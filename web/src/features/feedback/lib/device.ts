/**
 * What people have typed and drawn is kept on their device, each thing under a key of its own, so
 * that two tabs don't overwrite each other's.
 */
export function keep(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    // Full, or not allowed here: the page itself still has it.
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
export function keptUnder<T>(prefix: string): T[] {
  try {
    return Object.entries({ ...localStorage })
      .filter(([key]) => key.startsWith(prefix))
      .map(([, text]) => JSON.parse(text) as T);
  } catch {
    return [];
  }
}
