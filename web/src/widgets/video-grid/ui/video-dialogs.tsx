"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import type { Stack } from "@/entities/video";
import { addUploads, continueVideo, useFileChoice } from "@/features/upload";
import { useAppDispatch } from "@/shared/lib/store";
import { Dialog } from "@/shared/ui";
import { DeleteVideo } from "./delete-video";
import { RenameVideo } from "./rename-video";

/** What somebody has chosen in a video's menu, and the video as it was then. */
export type Asked = {
  stack: Stack;
  openFeedback: number;
  /** Its title, deleting it, a file for its next version, the rest of an upload. */
  what: "title" | "delete" | "version" | "rest";
};

/**
 * The dialogs of the videos' menus. They stand above the grid: a card goes when it is scrolled away,
 * when the search no longer finds it, and when somebody deletes the video.
 */
export function useVideoDialogs(): { ask: (asked: Asked) => void; dialogs: ReactNode } {
  const manage = useTranslations("manage");
  const dispatch = useAppDispatch();
  const [asked, setAsked] = useState<Asked | null>(null);
  // What is closing shows what it was about until it is gone.
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const chosen = useRef<Stack["newest"]>(null);
  const version = useFileChoice(([file]) => {
    if (!file || !chosen.current) return;
    const { project_id, id, title } = chosen.current;
    dispatch(addUploads(project_id, [file], { id, title }));
  });
  const rest = useFileChoice(([file]) => {
    if (file && chosen.current) dispatch(continueVideo(chosen.current, file));
  });

  function ask(next: Asked): void {
    chosen.current = next.stack.newest;
    // The browser's dialog opens only within the press that asks for it.
    if (next.what === "version") version.open();
    else if (next.what === "rest") rest.open();
    else {
      setAsked(next);
      setOpen(true);
    }
  }
  const dialogs = (
    <>
      {asked && (
        <>
          <Dialog
            open={isOpen && asked.what === "title"}
            onClose={close}
            title={manage("renameTitle")}
          >
            <RenameVideo video={asked.stack.newest} onDone={close} />
          </Dialog>
          <Dialog
            open={isOpen && asked.what === "delete"}
            onClose={close}
            title={manage("deleteVideoTitle", { title: asked.stack.newest.title })}
          >
            <DeleteVideo {...asked} onDone={close} />
          </Dialog>
        </>
      )}
      {version.input}
      {rest.input}
    </>
  );
  return { ask, dialogs };
}
