export { ShortcutHelp } from "./ui/shortcut-help";
