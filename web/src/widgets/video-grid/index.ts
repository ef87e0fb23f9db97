export { VideoGrid } from "./ui/video-grid";
