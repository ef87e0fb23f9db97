"use client";

import { Menu } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Member, UserInfo } from "@/shared/api";
import { Avatar, menu } from "@/shared/ui";
import styles from "./menus.module.scss";

type Props = {
  members: Member[];
  disabled?: boolean;
  onChoose: (assignee: UserInfo | null) => void;
  children: ReactNode;
};

/** Gives something to a member, or to nobody. */
export function AssigneeMenu({ members, disabled = false, onChoose, children }: Props) {
  const t = useTranslations("panel");
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.trigger} disabled={disabled}>
        {children}
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} collisionPadding={8}>
          <Menu.Popup className={clsx(menu.popup, styles.long)}>
            <Menu.Item className={menu.item} onClick={() => onChoose(null)}>
              {t("nobody")}
            </Menu.Item>
            {members.map(({ user }) => (
              <Menu.Item key={user.id} className={menu.item} onClick={() => onChoose(user)}>
                <Avatar person={user} small />
                {user.name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
