export { RemoveMember } from "./ui/remove-member";
export { RoleSelect } from "./ui/role-select";
