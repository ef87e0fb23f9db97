export { DeleteVideo } from "./ui/delete-video";
export { RenameVideo } from "./ui/rename-video";
