const HOUR_MS = 3_600_000;

/** How long the access of an invitation or a link lasts, in days. The API allows up to 90. */
export const LASTING_DAYS = ["7", "14", "30", "90"] as const;
export type Lasting = (typeof LASTING_DAYS)[number];

/** When something ends that lasts so many days, as the API takes it. */
export const endAfter = (days: string): string =>
  // An hour less: this clock may be ahead of the server's, which refuses more than it allows.
  new Date(Date.now() + (Number(days) * 24 - 1) * HOUR_MS).toISOString();
