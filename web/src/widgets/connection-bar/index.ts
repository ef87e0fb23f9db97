export { ConnectionBar } from "./ui/connection-bar";
