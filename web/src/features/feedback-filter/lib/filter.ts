import type { Feedback } from "@/entities/feedback";

export const STATUSES = ["open", "in_progress", "resolved", "closed"] as const;
export const PRIORITIES = ["critical", "high", "medium", "low"] as const;

/** What a list of feedback is narrowed by, and its order. Within a field any value will do; all tags. */
export type Filter = {
  words: string;
  status: Feedback["status"][];
  priority: Feedback["priority"][];
  tag: string[];
  author: string[];
  assignee: string[];
  /** Given by the reader, or assigned to them. */
  mine: boolean;
  unread: boolean;
  order: "time" | "newest";
  /** Also what is open on earlier versions. */
  earlier: boolean;
};

/** The fields that hold several values; in the address each is a repeated parameter. */
export const LISTS = ["status", "priority", "tag", "author", "assignee"] as const;
const WORDS = "q";
const FLAGS = ["mine", "unread"] as const;

/** Read a filter from the query of an address; what it does not know is left out. */
export function filterOf(query: URLSearchParams): Filter {
  return {
    words: query.get(WORDS) ?? "",
    status: known(query.getAll("status"), STATUSES),
    priority: known(query.getAll("priority"), PRIORITIES),
    tag: query.getAll("tag"),
    author: query.getAll("author"),
    assignee: query.getAll("assignee"),
    mine: query.has("mine"),
    unread: query.has("unread"),
    order: query.get("order") === "newest" ? "newest" : "time",
    earlier: query.get("earlier") !== "0",
  };
}

/** Write a filter into a query; its other parameters stay. What is as usual takes no place. */
export function withFilter(query: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of [WORDS, ...LISTS, ...FLAGS, "order", "earlier"]) next.delete(name);
  if (filter.words) next.set(WORDS, filter.words);
  for (const name of LISTS) for (const value of filter[name]) next.append(name, value);
  for (const name of FLAGS) if (filter[name]) next.set(name, "1");
  if (filter.order === "newest") next.set("order", "newest");
  if (!filter.earlier) next.set("earlier", "0");
  return next;
}

/** How many conditions there are, the words aside. */
export const conditionsOf = (filter: Filter): number =>
  LISTS.reduce((sum, name) => sum + filter[name].length, 0) +
  FLAGS.filter((name) => filter[name]).length;

export const isNarrowed = (filter: Filter): boolean =>
  filter.words.trim() !== "" || conditionsOf(filter) > 0;

/** The same filter without its conditions. */
export const widened = ({ order, earlier }: Filter): Filter => ({
  ...filterOf(new URLSearchParams()),
  order,
  earlier,
});

/** What a filter asks of the reader's side, besides the rows. */
export type Reader = {
  id: string;
  isUnread: (feedback: Feedback) => boolean;
  /** Feedback in whose text or comments the server found the words; null while it is asked. */
  found: ReadonlySet<string> | null;
};

/** Narrow a list and put it in order; it comes in the order of moments. */
export function filtered(feedbacks: Feedback[], filter: Filter, reader: Reader): Feedback[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = feedbacks.filter((one) => matches(one, filter, reader) && has(one, words, reader));
  return filter.order === "newest"
    ? rows.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
    : rows;
}

function matches(one: Feedback, filter: Filter, reader: Reader): boolean {
  const { status, priority, tag, author, assignee, mine, unread } = filter;
  return (
    (status.length === 0 || status.includes(one.status)) &&
    (priority.length === 0 || priority.includes(one.priority)) &&
    tag.every((wanted) => one.tags.includes(wanted)) &&
    (author.length === 0 || author.includes(one.user.id)) &&
    (assignee.length === 0 || assignee.includes(one.assignee?.id ?? "")) &&
    (!mine || one.user.id === reader.id || one.assignee?.id === reader.id) &&
    (!unread || reader.isUnread(one))
  );
}

/** What is here is found at once, also what has just come; the server looks into comments too. */
function has(one: Feedback, words: string[], { found }: Reader): boolean {
  if (words.length === 0 || found?.has(one.id)) return true;
  const text = `${one.content} ${one.tags.join(" ")} ${one.user.name}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function known<T extends string>(values: string[], all: readonly T[]): T[] {
  return all.filter((value) => values.includes(value));
}
