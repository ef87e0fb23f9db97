export { AppHeader, HeaderStatus } from "./ui/app-header";
