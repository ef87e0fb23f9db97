"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Feedback } from "@/entities/feedback";
import { PRIORITIES } from "@/features/feedback-filter";
import { menu } from "@/shared/ui";
import styles from "./menus.module.scss";

type Priority = Feedback["priority"];

export function PriorityMenu({
  value,
  onChange,
}: {
  value: Priority;
  onChange: (priority: Priority) => void;
}) {
  const t = useTranslations("room");
  return (
    <Menu.Root>
      <Menu.Trigger
        className={styles.trigger}
        data-priority={value}
        aria-label={`${t("priority")}: ${t(`priorities.${value}`)}`}
      >
        {t(`priorities.${value}`)}
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={value} onValueChange={onChange}>
              {PRIORITIES.map((priority) => (
                <Menu.RadioItem key={priority} value={priority} className={menu.item}>
                  {t(`priorities.${priority}`)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
