import { type RefObject, useEffect } from "react";

/**
 * What a finger does on the element is the element's own, and no gesture of the browser.
 * `touch-action: none` alone does not say so: after a quick drag Chromium takes a tap that comes
 * within half a second, anywhere, for the hand that stops a page which still moves. That tap gives
 * no click.
 */
export function useOwnTouches(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const target = element.current;
    const own = (event: TouchEvent) => event.preventDefault();
    // React's own listener is passive.
    target?.addEventListener("touchmove", own, { passive: false });
    return () => target?.removeEventListener("touchmove", own);
  }, [element]);
}
