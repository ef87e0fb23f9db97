"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "../button/button";
import styles from "./dialog.module.scss";

type Props = {
  open: boolean;
  /** Without it the dialog stays until what it asks for is done. */
  onClose?: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
};

/** Something to do or to answer, over the page, which waits. On a phone it is a sheet. */
export function Dialog({ open, onClose, title, description, children }: Props) {
  const t = useTranslations("common");
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(opens) => !opens && onClose?.()}
      disablePointerDismissal
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Viewport className={styles.viewport}>
          <BaseDialog.Popup className={styles.popup} data-modal="">
            <div className={styles.header}>
              <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className={styles.description}>
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            {children}
            {/* Last: the focus begins with what the dialog asks for, and the first Escape closes it. */}
            {onClose && (
              <div className={styles.close}>
                <IconButton small label={t("close")} onClick={onClose}>
                  <X />
                </IconButton>
              </div>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The buttons at the end of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

type ConfirmProps = {
  title: string;
  description: string;
  /** What the button does: a verb. */
  verb: string;
  open: boolean;
  onClose: () => void;
  /** Resolves to whether it was done; if not, the dialog stays. */
  onConfirm: () => Promise<boolean>;
};

/** Asks before something that can't be undone. */
export function ConfirmDialog({ verb, onClose, onConfirm, ...dialog }: ConfirmProps) {
  const t = useTranslations("common");
  const [busy, setBusy] = useState(false);
  return (
    <Dialog {...dialog} onClose={onClose}>
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button
          kind="danger"
          busy={busy}
          onClick={async () => {
            setBusy(true);
            const done = await onConfirm();
            setBusy(false);
            if (done) onClose();
          }}
        >
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
