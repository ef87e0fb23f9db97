import type { Project } from "@/shared/api";

const ORDER = ["viewer", "reviewer", "editor", "admin"] as const;
export type Role = Project["role"];

/** Whether a role is at least `wanted`: the API decides; this only hides what it would refuse. */
export const isAtLeast = (role: Role | undefined, wanted: Role): boolean =>
  role !== undefined && ORDER.indexOf(role) >= ORDER.indexOf(wanted);
