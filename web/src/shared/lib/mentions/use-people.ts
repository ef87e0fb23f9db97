import { useMemo } from "react";
import { api, type UserInfo } from "@/shared/api";

const NOBODY: UserInfo[] = [];

/** Everybody in a project whom one can mention or assign, by name. */
export function usePeople(projectId: string): UserInfo[] {
  const { data } = api.useListMembersQuery({ id: projectId, limit: 500 });
  return useMemo(
    () => data?.map(({ user }) => user).sort((a, b) => a.name.localeCompare(b.name)) ?? NOBODY,
    [data],
  );
}
