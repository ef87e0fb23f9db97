export { VideoPlayer } from "./ui/video-player";
