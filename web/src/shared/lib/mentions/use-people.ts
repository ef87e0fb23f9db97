import { useMemo } from "react";
import { api } from "@/shared/api";
import type { Person } from "./mentions";

const NOBODY: Person[] = [];

/** Everybody in a project whom one can mention or assign, by name. */
export function usePeople(projectId: string): Person[] {
  const { data } = api.useListMembersQuery({ id: projectId, limit: 500 });
  return useMemo(
    () => data?.map(({ user }) => user).sort((a, b) => a.name.localeCompare(b.name)) ?? NOBODY,
    [data],
  );
}
