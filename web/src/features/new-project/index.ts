export { NewProject } from "./ui/new-project";
