import { api } from "@/shared/api";

/** Whether the account has a password; without one people log in by other services. */
export function useHasPassword(): boolean {
  const query = { refetchOnMountOrArgChange: true };
  const { data } = api.useGetAuthSessionQuery({}, query);
  return data?.data.user.has_usable_password ?? true;
}
