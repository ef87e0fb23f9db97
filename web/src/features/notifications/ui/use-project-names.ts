import { api } from "@/shared/api";

/** A notification names its project by id only. */
export function useProjectNames(): (id: string) => string | undefined {
  const { data } = api.useListProjectsQuery({ limit: 500 });
  return (id) => data?.find((project) => project.id === id)?.name;
}
