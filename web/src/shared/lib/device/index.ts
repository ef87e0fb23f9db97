export { forget, keep, kept, keptEntries, keptUnder } from "./device";
export { chooseTheme, chosenTheme, THEME_SCRIPT, type Theme } from "./theme";
export { keepChanges, useKept } from "./use-kept";
