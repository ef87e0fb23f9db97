import { part } from "@/shared/parts";

/** Loaded where something was lost: no page needs it for its first paint. */
export const KeptTexts = part(() => import("./ui/kept-texts").then((it) => it.KeptTexts));
