export { Activity } from "./ui/activity";
