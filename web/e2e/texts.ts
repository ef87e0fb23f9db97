import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Language = "en" | "ko";
/** The text of a key, such as "room.give", with its values. Plural forms are not for this. */
export type Texts = (key: string, values?: Record<string, string | number>) => string;

const FOLDER = join(import.meta.dirname, "../src/shared/i18n/messages");

/** What the pages say in a language. */
export function textsOf(language: Language): Texts {
  return (key, values = {}) => {
    const [namespace, ...path] = key.split(".");
    const file = readFileSync(join(FOLDER, language, `${namespace}.json`), "utf8");
    const text = path.reduce((node, step) => node[step], JSON.parse(file));
    if (typeof text !== "string") throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (_whole, name) => String(values[name]));
  };
}
