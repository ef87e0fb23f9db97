import { isAtLeast, type Role } from "@/entities/project";

export type Rights = { mayReview: boolean; maySort: boolean; mayEdit: boolean; mayDelete: boolean };

/** What a person may do with something that somebody gave; the API decides, this only hides. */
export function rightsOver(one: { user: { id: string } }, meId: string, role: Role): Rights {
  const mayReview = isAtLeast(role, "reviewer");
  const isOwn = mayReview && one.user.id === meId;
  const isAdmin = isAtLeast(role, "admin");
  return {
    mayReview,
    /** Status, priority, assignee. */
    maySort: isOwn || isAtLeast(role, "editor"),
    mayEdit: isOwn || isAdmin,
    mayDelete: isOwn || isAdmin,
  };
}
