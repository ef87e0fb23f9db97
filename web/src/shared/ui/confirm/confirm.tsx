"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useTranslations } from "next-intl";
import { Button } from "../button/button";
import styles from "./confirm.module.scss";

type Props = {
  title: string;
  children: string;
  /** What the button says that does it: the verb, not "OK". */
  action: string;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something is done that can't be undone. Shown for as long as it is rendered. */
export function Confirm({ title, children, action, onConfirm, onClose }: Props) {
  const t = useTranslations("common");
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.text}>{children}</AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Close render={<Button>{t("cancel")}</Button>} />
            <Button
              kind="primary"
              data-testid="confirm"
              onClick={() => {
                onClose();
                onConfirm();
              }}
            >
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
