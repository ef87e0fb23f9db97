import { useEffect } from "react";

/** Name the page in the browser's tab, which a screen reader says first: the page, then its place. */
export function useTitle(...names: (string | undefined)[]): void {
  const title = [...names.filter((name) => name?.trim()), "VideoPlanet"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
