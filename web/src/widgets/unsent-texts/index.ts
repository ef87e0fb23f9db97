import dynamic from "next/dynamic";

/** Loaded where something was lost: no page needs it for its first paint. */
export const KeptTexts = dynamic(() => import("./ui/kept-texts").then((it) => it.KeptTexts));
