import type { en } from "../en";
import { core } from "./core";
import { rest } from "./rest";

/** A namespace is a file for each language: `useTranslations("room")`. */
export const ko: typeof en = { ...core, ...rest };
