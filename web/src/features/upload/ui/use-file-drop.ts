"use client";

import { useEffect, useRef, useState } from "react";
import { dropped, type Picked } from "../lib/files";

/** `target`: the id of what the files are over (`data-drop-target`), null for the page itself. */
export type Over = { target: string | null };

type Handlers = {
  onFiles: (files: Picked[], target: string | null) => void;
  onFolders: () => void;
};

/** Takes files that are dropped anywhere on the page; null while none are over it. */
export function useFileDrop(allowed: boolean, handlers: Handlers): Over | null {
  const [over, setOver] = useState<Over | null>(null);
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    // A page learns of entering and leaving for each element in it.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      setOver({ target: targetOf(event) });
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(null);
    };
    const move = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      // Otherwise the browser opens the file in place of the page.
      event.preventDefault();
      event.dataTransfer.dropEffect = allowed ? "copy" : "none";
      const target = targetOf(event);
      setOver((known) => (known?.target === target ? known : { target }));
    };
    const drop = async (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(null);
      if (!allowed) return;
      const target = targetOf(event);
      const { files, folders } = await dropped(event.dataTransfer);
      if (folders > 0) current.current.onFolders();
      if (files.length > 0) current.current.onFiles(files, target);
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: move, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name, listener as EventListener);
      }
    };
  }, [allowed]);
  return over;
}

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

const targetOf = ({ target }: DragEvent): string | null =>
  target instanceof Element
    ? (target.closest<HTMLElement>("[data-drop-target]")?.dataset.dropTarget ?? null)
    : null;
