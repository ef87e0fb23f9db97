import { createSelector, type EntityState } from "@reduxjs/toolkit";

type Row = { id: string; project_id: string; created_at: string };

/** A selector of those rows that are of a project, the newest first. */
export const newestOfProject = <Root, T extends Row>(
  rows: (root: Root) => EntityState<T, string>,
) =>
  createSelector(
    [rows, (_root: Root, projectId: string) => projectId],
    ({ ids, entities }, projectId) =>
      ids
        .flatMap((id) => entities[id] ?? [])
        .filter(({ project_id }) => project_id === projectId)
        .sort((a, b) => b.created_at.localeCompare(a.created_at)),
  );
