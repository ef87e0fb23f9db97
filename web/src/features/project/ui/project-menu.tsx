"use client";

import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical, LogOut, Settings, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { isAtLeast, type Project } from "@/entities/project";
import { IconButton, menu } from "@/shared/ui";
import styles from "./project.module.scss";
import type { AskedProject } from "./project-dialogs";

type Props = { project: Project; onAsk: (asked: AskedProject) => void };

/** What one can do with a project as a whole: its settings, leaving it, deleting it. */
export function ProjectMenu({ project, onAsk }: Props) {
  const t = useTranslations("manage");
  const people = useTranslations("people");
  const isAdmin = isAtLeast(project.role, "admin");
  return (
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
              <Menu.Item className={menu.item} onClick={() => onAsk({ project, what: "settings" })}>
                <Settings aria-hidden="true" />
                {t("settings")}
              </Menu.Item>
            )}
            <Menu.Item className={menu.item} onClick={() => onAsk({ project, what: "leave" })}>
              <LogOut aria-hidden="true" />
              {people("leave")}
            </Menu.Item>
            {isAdmin && (
              <Menu.Item className={menu.item} onClick={() => onAsk({ project, what: "delete" })}>
                <Trash2 aria-hidden="true" />
                {t("deleteProject")}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
