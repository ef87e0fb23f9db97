export { keepComposing } from "./composing";
export { currentShortcuts, type Shortcut, type Shortcuts } from "./registry";
export { useShortcuts } from "./use-shortcuts";
