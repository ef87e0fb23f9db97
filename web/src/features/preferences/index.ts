export { PageSettings, SettingsItems } from "./ui/page-settings";
