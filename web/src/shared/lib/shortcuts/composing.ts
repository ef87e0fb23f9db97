/**
 * Keep from the page what an input method takes: Enter ends a syllable there and sends nothing, and
 * Escape gives up a syllable and not the text. Safari tells of the key after the syllable has
 * ended, with 229 as its code.
 */
export function keepComposing(signal: AbortSignal): void {
  const keep = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
  };
  // Before everybody else: capturing, on the outermost target.
  window.addEventListener("keydown", keep, { capture: true, signal });
}
