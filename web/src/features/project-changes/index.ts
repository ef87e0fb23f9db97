export { ProjectMenu } from "./ui/project-menu";
