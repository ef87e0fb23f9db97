export { NewProject } from "./ui/new-project";
export { ProjectMenu } from "./ui/project-menu";
