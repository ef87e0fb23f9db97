export { Following } from "./ui/following";
export { FollowingBar } from "./ui/following-bar";
