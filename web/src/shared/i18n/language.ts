import { useSyncExternalStore } from "react";
import { keep, kept } from "../lib/device";

export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The last choice on this device; a member's own language replaces it after the log-in. */
const KEY = "language";
const listeners = new Set<() => void>();
let chosen: Language | undefined;

const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language);

/** The language of the page: the person's, else the browser's, else English. */
export function currentLanguage(): Language {
  chosen ??= [
    kept<unknown>(KEY, null),
    ...navigator.languages.map((tag) => tag.split("-")[0]),
  ].find(isLanguage);
  return chosen ?? "en";
}

export function chooseLanguage(language: Language): void {
  if (language === currentLanguage()) return;
  chosen = language;
  keep(KEY, language);
  for (const listener of listeners) listener();
}

/** null while the page is only HTML: a build does not know who will read it. */
export function useLanguage(): Language | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    currentLanguage,
    () => null,
  );
}
