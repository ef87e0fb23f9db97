export { useVideoDialogs } from "./ui/video-dialogs";
export { VideoGrid } from "./ui/video-grid";
