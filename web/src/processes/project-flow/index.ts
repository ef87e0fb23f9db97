export { ProjectVideos } from "./ui/project-videos";
