"use client";

import { Menu } from "@base-ui/react/menu";
import { Ellipsis, Link2, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { ConfirmDialog, menu } from "@/shared/ui";
import styles from "./more-menu.module.scss";

type Props = {
  label: string;
  /** The address to copy; made when it is wanted. */
  link: () => string;
  onEdit: (() => void) | undefined;
  /** Resolves to whether it was done. */
  onDelete: (() => Promise<boolean>) | undefined;
  /** What is asked before it is deleted. */
  question: string;
  help: string;
};

/** What is seldom done with a feedback or a comment. */
export function MoreMenu({ label, link, onEdit, onDelete, question, help }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const [asking, setAsking] = useState(false);
  async function copy(): Promise<void> {
    const address = link();
    try {
      await navigator.clipboard.writeText(address);
      dispatch(toastShown({ kind: "info", text: t("linkCopied") }));
    } catch {
      // Without HTTPS, or without the permission, there is no clipboard: one can still copy by hand.
      dispatch(toastShown({ kind: "info", text: address }));
    }
  }
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={styles.more} aria-label={label}>
          <Ellipsis aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="end" collisionPadding={8}>
            <Menu.Popup className={menu.popup}>
              <Entry icon={<Link2 />} onClick={() => void copy()}>
                {t("copyLink")}
              </Entry>
              {onEdit && (
                <Entry icon={<Pencil />} onClick={onEdit}>
                  {t("edit")}
                </Entry>
              )}
              {onDelete && (
                <Entry icon={<Trash2 />} onClick={() => setAsking(true)}>
                  {t("delete")}
                </Entry>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {onDelete && (
        <ConfirmDialog
          title={question}
          description={help}
          verb={t("delete")}
          open={asking}
          onClose={() => setAsking(false)}
          onConfirm={onDelete}
        />
      )}
    </>
  );
}

type EntryProps = { icon: ReactNode; onClick: () => void; children: string };

function Entry({ icon, onClick, children }: EntryProps) {
  return (
    <Menu.Item className={menu.item} onClick={onClick}>
      {icon}
      {children}
    </Menu.Item>
  );
}
