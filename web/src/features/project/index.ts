export { NewProject } from "./ui/new-project";
export { type AskedProject, ProjectDialogs } from "./ui/project-dialogs";
export { ProjectMenu } from "./ui/project-menu";
