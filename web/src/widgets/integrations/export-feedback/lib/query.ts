import type { Filter } from "@/features/feedback-filter";

type Narrowing = {
  /** What the API is asked for. */
  query: URLSearchParams;
  /** What the list is narrowed by and a file can't be. */
  left: ("mine" | "unread" | "authors" | "assignees")[];
};

/** A list's filter as the API takes it for a file: it knows one author and one assignee. */
export function narrowingOf(filter: Filter): Narrowing {
  const query = new URLSearchParams();
  const left: Narrowing["left"] = [];
  for (const name of ["status", "priority", "tag"] as const) {
    for (const value of filter[name]) query.append(name, value);
  }
  for (const [name, several] of [
    ["author", "authors"],
    ["assignee", "assignees"],
  ] as const) {
    const [first, ...more] = filter[name];
    if (more.length > 0) left.push(several);
    else if (first) query.set(name, first);
  }
  if (filter.words.trim()) query.set("q", filter.words.trim());
  if (filter.mine) left.push("mine");
  if (filter.unread) left.push("unread");
  return { query, left };
}
