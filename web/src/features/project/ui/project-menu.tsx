"use client";

import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical, LogOut, Settings, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isAtLeast, type Project } from "@/entities/project";
import { Dialog, IconButton, menu } from "@/shared/ui";
import { DeleteProject } from "./delete-project";
import { LeaveProject } from "./leave-project";
import styles from "./project.module.scss";
import { ProjectSettings } from "./project-settings";

type Props = {
  project: Project;
  meId: string;
  /** It was deleted, or this person has left it. */
  onGone?: () => void;
};

/** What one can do with a project as a whole: its settings, leaving it, deleting it. */
export function ProjectMenu({ project, meId, onGone }: Props) {
  const t = useTranslations("manage");
  const people = useTranslations("people");
  const [asks, setAsks] = useState<"settings" | "leave" | "delete" | null>(null);
  const isAdmin = isAtLeast(project.role, "admin");
  const close = () => setAsks(null);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          render={
            <IconButton small kind="secondary" label={t("projectMenu", { name: project.name })}>
              <EllipsisVertical />
            </IconButton>
          }
        />
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
            <Menu.Popup className={menu.popup}>
              {isAdmin && (
                <Menu.Item className={menu.item} onClick={() => setAsks("settings")}>
                  <Settings aria-hidden="true" />
                  {t("settings")}
                </Menu.Item>
              )}
              <Menu.Item className={menu.item} onClick={() => setAsks("leave")}>
                <LogOut aria-hidden="true" />
                {people("leave")}
              </Menu.Item>
              {isAdmin && (
                <Menu.Item className={menu.item} onClick={() => setAsks("delete")}>
                  <Trash2 aria-hidden="true" />
                  {t("deleteProject")}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Dialog open={asks === "settings"} onClose={close} title={t("settings")}>
        <ProjectSettings project={project} onDone={close} />
      </Dialog>
      <LeaveProject {...{ project, meId, onGone }} open={asks === "leave"} onClose={close} />
      <Dialog
        open={asks === "delete"}
        onClose={close}
        title={t("deleteProjectTitle", { name: project.name })}
      >
        <DeleteProject {...{ project, onGone }} onDone={close} />
      </Dialog>
    </>
  );
}
