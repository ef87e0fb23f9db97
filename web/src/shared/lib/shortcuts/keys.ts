/** What was pressed, as shortcuts are written: "Space", "K", "Shift+ArrowLeft", "?", "Ctrl+Z". */
export function keysOf(event: KeyboardEvent): string {
  const key = nameOf(event);
  // A symbol has its Shift in it already: "?".
  const isSymbol = key.length === 1 && !/[A-Z]/.test(key);
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return `${control}${event.altKey ? "Alt+" : ""}${event.shiftKey && !isSymbol ? "Shift+" : ""}${key}`;
}

/** The key's own name. Where the keyboard writes Hangul, a letter is known by its place. */
export function nameOf(event: KeyboardEvent): string {
  if (event.code === "Space") return "Space";
  const place = /^Key([A-Z])$/.exec(event.code)?.[1];
  const isLatin = /^[\x20-\x7e]$/.test(event.key);
  if (place && !isLatin) return place;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

/** Whether what has the focus needs this key itself. */
export function isTaken(event: KeyboardEvent, keys: string): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=menu], [role=dialog], [role=alertdialog], [role=listbox]")) return true;
  const chooses = target.closest("[role=radio], input[type=radio]") !== null;
  if (chooses) return /^((Shift\+)?Arrow|Space$)/.test(keys);
  if (target.closest("textarea, select, [contenteditable], input:not([type=range])")) return true;
  if (/^(Space|Enter)$/.test(keys)) return target.closest("button, a, [role=button]") !== null;
  // The timeline's slider is moved by the player's own keys.
  const slides = target.closest("input[type=range], [role=separator]") !== null;
  return slides && /^(Shift\+)?(Arrow|Home|End|Page)/.test(keys);
}
