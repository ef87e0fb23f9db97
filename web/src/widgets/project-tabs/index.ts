export { ProjectTabs } from "./ui/project-tabs";
