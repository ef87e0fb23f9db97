export { useRoleOptions } from "./lib/use-role-options";
export {
  type Member,
  type MembersState,
  membersAdapter,
  membersLoaded,
  membersReducer,
  selectMembers,
} from "./model/slice";
