export { Presence } from "./ui/presence";
export { RoomTitle } from "./ui/room-title";
