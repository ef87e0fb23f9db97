import { useEffect } from "react";
import { addShortcuts, type Shortcut } from "./registry";

/** Keys that work while the component is on the page, and that the list behind `?` has. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  useEffect(() => addShortcuts({ title, shortcuts }), [title, shortcuts]);
}
