import { forget, keep } from "./device";

/** The colour scheme: the system's unless the person chose one. It is kept on this device. */
export type Theme = "system" | "light" | "dark";

const KEY = "theme";

/** Runs before the first paint, so that a page never flashes in the other scheme. */
export const THEME_SCRIPT = `try{var t=JSON.parse(localStorage.getItem("${KEY}"));if(t)document.documentElement.dataset.theme=t}catch(e){}`;

export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    forget(KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    keep(KEY, theme);
  }
}
