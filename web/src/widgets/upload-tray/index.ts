export { UploadTray } from "./ui/upload-tray";
