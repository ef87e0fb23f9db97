import { useEffect, useState } from "react";

/** What the on-screen keyboard leaves of the page, in pixels. */
export type Above = { top: number; height: number };

/** The browser's own bars come and go too; a keyboard takes more. */
const KEYBOARD = 120;

/** The part of the page above the on-screen keyboard; null while there is none. */
export function useAboveKeyboard(): Above | null {
  const [above, setAbove] = useState<Above | null>(null);
  useEffect(() => {
    const { visualViewport: seen } = window;
    if (!seen) return;
    const measure = () => {
      // A page that somebody has enlarged shows less of itself, too.
      const isWhole = Math.abs(seen.scale - 1) < 0.01;
      const covered = window.innerHeight - seen.height;
      setAbove(isWhole && covered > KEYBOARD ? { top: seen.offsetTop, height: seen.height } : null);
    };
    const leave = new AbortController();
    const { signal } = leave;
    seen.addEventListener("resize", measure, { signal });
    seen.addEventListener("scroll", measure, { signal });
    return () => leave.abort();
  }, []);
  return above;
}
