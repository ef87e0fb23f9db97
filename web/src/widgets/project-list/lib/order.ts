import type { Project } from "@/entities/project";

export const ORDERS = ["activity", "name", "created", "open"] as const;
export type Order = (typeof ORDERS)[number];

/** Read the order from the query of an address; the usual one if it knows no such. */
export const orderOf = (query: URLSearchParams): Order =>
  ORDERS.find((order) => order === query.get("order")) ?? "activity";

/** Put projects in order; they come with the newest activity first. */
export function ordered(projects: Project[], order: Order, language: string): Project[] {
  if (order === "activity") return projects;
  const { compare } = new Intl.Collator(language, { numeric: true });
  const by = {
    name: (a: Project, b: Project) => compare(a.name, b.name),
    created: (a: Project, b: Project) => b.created_at.localeCompare(a.created_at),
    open: (a: Project, b: Project) => b.open_feedback_count - a.open_feedback_count,
  };
  return projects.toSorted(by[order]);
}
