import type { Stack } from "@/entities/video";
import { hasWords } from "@/shared/lib/words";

export const REVIEWS = ["pending", "changes_requested", "approved"] as const;
export const STATUSES = ["ready", "processing", "uploading", "failed"] as const;
export const ORDERS = ["newest", "name", "open"] as const;

/** Which of a project's videos are shown, and in which order. A stack is what its newest version is. */
export type Filter = {
  words: string;
  review: (typeof REVIEWS)[number] | "all";
  status: (typeof STATUSES)[number] | "all";
  order: (typeof ORDERS)[number];
};

/** By the id of a video. */
export type OpenFeedback = Readonly<Record<string, number>>;

const NAMES = { words: "q", review: "review", status: "status", order: "order" } as const;
const USUAL: Filter = { words: "", review: "all", status: "all", order: "newest" };

/** Read a filter from the query of an address; what it does not know is left out. */
export function filterOf(query: URLSearchParams): Filter {
  const known = <T extends string>(name: string, all: readonly T[]) =>
    all.find((value) => value === query.get(name));
  return {
    words: query.get(NAMES.words) ?? "",
    review: known(NAMES.review, REVIEWS) ?? USUAL.review,
    status: known(NAMES.status, STATUSES) ?? USUAL.status,
    order: known(NAMES.order, ORDERS) ?? USUAL.order,
  };
}

/** Write a filter into a query; its other parameters stay. What is as usual takes no place. */
export function withFilter(query: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of Object.keys(NAMES) as (keyof Filter)[]) {
    if (filter[name] === USUAL[name]) next.delete(NAMES[name]);
    else next.set(NAMES[name], filter[name]);
  }
  return next;
}

export const isNarrowed = ({ words, review, status }: Filter): boolean =>
  words.trim() !== "" || review !== "all" || status !== "all";

/** The same filter without its conditions. */
export const widened = ({ order }: Filter): Filter => ({ ...USUAL, order });

/** What all versions of a stack have of open feedback. */
export const openOf = ({ versions }: Stack, open: OpenFeedback): number =>
  versions.reduce((sum, { id }) => sum + (open[id] ?? 0), 0);

/** Narrow stacks and put them in order; they come newest first. */
export function filtered(
  stacks: Stack[],
  filter: Filter,
  open: OpenFeedback,
  language: string,
): Stack[] {
  const { words, review, status, order } = filter;
  const found = stacks.filter(
    ({ newest }) =>
      hasWords(newest.title, words) &&
      (review === "all" || newest.review_status === review) &&
      (status === "all" || newest.status === status),
  );
  if (order === "name") {
    const { compare } = new Intl.Collator(language, { numeric: true });
    found.sort((a, b) => compare(a.newest.title, b.newest.title));
  }
  if (order === "open") found.sort((a, b) => openOf(b, open) - openOf(a, open));
  return found;
}
