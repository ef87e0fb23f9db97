/** What a person chose on this device. (A build has no storage.) */
export function kept<T>(key: string, otherwise: T): T {
  const text = typeof localStorage === "undefined" ? null : localStorage.getItem(key);
  return text === null ? otherwise : (JSON.parse(text) as T);
}

export function keep(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value));
}
