"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Project } from "@/entities/project";
import { Dialog } from "@/shared/ui";
import { DeleteProject } from "./delete-project";
import { LeaveProject } from "./leave-project";
import { ProjectSettings } from "./project-settings";

/** What somebody has chosen in a project's menu, and the project as it was then. */
export type AskedProject = { project: Project; what: "settings" | "leave" | "delete" };

type Props = {
  asked: AskedProject | null;
  onClose: () => void;
  meId: string;
  /** It was deleted, or this person has left it. */
  onGone?: () => void;
};

/**
 * The dialogs of a project's menu. They stand above the list that has the menu: a card may go while
 * somebody types, when the project is renamed or deleted elsewhere.
 */
export function ProjectDialogs({ asked, onClose, meId, onGone }: Props) {
  const t = useTranslations("manage");
  // What is closing shows what it was about until it is gone.
  const [last, setLast] = useState(asked);
  if (asked && asked !== last) setLast(asked);
  if (!last) return null;
  const { project } = last;
  const isOpen = (what: AskedProject["what"]) => asked?.what === what;
  return (
    <>
      <Dialog open={isOpen("settings")} onClose={onClose} title={t("settings")}>
        <ProjectSettings project={project} onDone={onClose} />
      </Dialog>
      <LeaveProject {...{ project, meId, onGone }} open={isOpen("leave")} onClose={onClose} />
      <Dialog
        open={isOpen("delete")}
        onClose={onClose}
        title={t("deleteProjectTitle", { name: project.name })}
      >
        <DeleteProject {...{ project, onGone }} onDone={onClose} />
      </Dialog>
    </>
  );
}
