"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Feedback, StatusMark } from "@/entities/feedback";
import { changeFeedback } from "@/features/feedback";
import { useAppDispatch } from "@/shared/lib/store";
import { menu } from "@/shared/ui";
import styles from "./thread.module.scss";

const STATUSES = ["open", "in_progress", "resolved", "closed"] as const;

export function StatusMenu({ feedback }: { feedback: Feedback }) {
  const t = useTranslations("room");
  const dispatch = useAppDispatch();
  return (
    <Menu.Root>
      <Menu.Trigger
        className={styles.status}
        aria-label={`${t("status")}: ${t(`statuses.${feedback.status}`)}`}
      >
        <StatusMark status={feedback.status} />
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup
              value={feedback.status}
              onValueChange={(status: Feedback["status"]) =>
                void dispatch(changeFeedback(feedback, { status }, t("notSent")))
              }
            >
              {STATUSES.map((status) => (
                <Menu.RadioItem key={status} value={status} className={menu.item}>
                  <StatusMark status={status} />
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
