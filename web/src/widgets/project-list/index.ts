export { ProjectList } from "./ui/project-list";
