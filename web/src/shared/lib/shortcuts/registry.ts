import { isTaken, keysOf, nameOf } from "./keys";

export type Shortcut = {
  /** Each does the same: "Space", "Shift+ArrowLeft", "?", or "K+L" for L while K is held. */
  keys: string[];
  /** What it does, in the reader's language. */
  label: string;
  /** Held down, it does it again and again. */
  repeats?: boolean;
  run: () => void;
};
export type Shortcuts = { title: string; shortcuts: Shortcut[] };

const groups = new Set<Shortcuts>();
const held = new Set<string>();

/** The shortcuts of all that is on the page now. */
export const currentShortcuts = (): Shortcuts[] => [...groups];

/** Let shortcuts work until the function returned is called. */
export function addShortcuts(group: Shortcuts): () => void {
  if (groups.size === 0) listen();
  groups.add(group);
  return () => {
    groups.delete(group);
    if (groups.size === 0) stop?.abort();
  };
}

let stop: AbortController | undefined;

function listen(): void {
  stop = new AbortController();
  const { signal } = stop;
  window.addEventListener("keydown", pressed, { signal });
  window.addEventListener("keyup", (event) => held.delete(nameOf(event)), { signal });
  // Whoever leaves the window releases the key elsewhere.
  window.addEventListener("blur", () => held.clear(), { signal });
}

function pressed(event: KeyboardEvent): void {
  const keys = keysOf(event);
  if (event.defaultPrevented || isTaken(event, keys) || isCovered()) return;
  const shortcut = find(keys);
  // While Ctrl or ⌘ is down, some systems don't tell when a letter is released.
  if (!event.ctrlKey && !event.metaKey) held.add(nameOf(event));
  if (!shortcut) return;
  event.preventDefault();
  if (!event.repeat || shortcut.repeats) shortcut.run();
}

/** A press beside a dialog takes the focus out of it, and the page still waits behind it. */
const isCovered = (): boolean => document.querySelector("[data-modal][data-open]") !== null;

/** Of several, the one that wants another key to be held, then the newest. */
function find(keys: string): Shortcut | undefined {
  const all = [...groups].reverse().flatMap(({ shortcuts }) => shortcuts);
  const chords = [...held].map((key) => `${key}+${keys}`);
  return (
    all.find((one) => one.keys.some((wanted) => chords.includes(wanted))) ??
    all.find((one) => one.keys.includes(keys))
  );
}
