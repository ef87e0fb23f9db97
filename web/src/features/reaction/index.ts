export { Reactions } from "./ui/reactions";
