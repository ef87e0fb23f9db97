export { NewerVersion } from "./ui/newer-version";
export { Presence } from "./ui/presence";
export { ReviewMenu } from "./ui/review-menu";
export { RoomTitle } from "./ui/room-title";
