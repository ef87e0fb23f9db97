"use client";

import { type ComponentType, useEffect, useState } from "react";
import { miss } from "./missing";

/** What `load` gives, as soon as it is there. Where it fails, the person can try it again. */
export function useLoaded<T>(load: () => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<{ it: T } | null>(null);
  useEffect(() => {
    let isHere = true;
    let forget = () => {};
    async function get(): Promise<void> {
      try {
        const it = await load();
        if (isHere) setLoaded({ it });
      } catch {
        if (isHere) forget = miss(() => void get());
      }
    }
    void get();
    return () => {
      isHere = false;
      forget();
    };
  }, [load]);
  return loaded ? loaded.it : null;
}

/**
 * A part of a page that is loaded when it is first shown, with `Waiting` in its place until then.
 * `next/dynamic` is not used: it throws where the line is away, which ends the whole page, and never
 * tries again.
 */
export function part<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting: ComponentType | null = null,
): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  async function get(): Promise<ComponentType<P>> {
    known = await load();
    return known;
  }
  return function Part(props: P) {
    const loaded = useLoaded(get);
    const It = known ?? loaded;
    if (It) return <It {...props} />;
    return Waiting && <Waiting />;
  };
}
