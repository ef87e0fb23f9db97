export { People } from "./ui/people";
