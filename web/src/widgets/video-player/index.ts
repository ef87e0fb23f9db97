export { OtherVersion } from "./ui/lazy";
export { VideoPlayer } from "./ui/video-player";
