"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { STATUSES } from "@/features/feedback-filter";
import { menu } from "@/shared/ui";
import styles from "./menus.module.scss";

type Status = Feedback["status"];

export function StatusMenu({
  status,
  onChange,
}: {
  status: Status;
  onChange: (status: Status) => void;
}) {
  const t = useTranslations("room");
  return (
    <Menu.Root>
      <Menu.Trigger
        className={styles.trigger}
        aria-label={`${t("status")}: ${t(`statuses.${status}`)}`}
      >
        <StatusMark status={status} />
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={status} onValueChange={onChange}>
              {STATUSES.map((one) => (
                <Menu.RadioItem key={one} value={one} className={menu.item}>
                  <StatusMark status={one} />
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
