"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, refusalOf } from "@/shared/api";
import { toastShown, useReason } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog, DialogActions, Notice } from "@/shared/ui";
import styles from "./account.module.scss";
import { useConfirmed } from "./use-confirmed";

/** Deleting the account, after the person has read what that does. `onDeleted` ends the session. */
export function DeleteAccount({ onDeleted }: { onDeleted: () => Promise<void> }) {
  const t = useTranslations("account");
  const [asks, setAsks] = useState(false);
  return (
    <div className={styles.form}>
      <p className={styles.help}>{t("deleteHelp")}</p>
      <Button kind="danger" onClick={() => setAsks(true)}>
        {t("deleteAccount")}
      </Button>
      {asks && <Ask onClose={() => setAsks(false)} onDeleted={onDeleted} />}
    </div>
  );
}

function Ask({ onClose, onDeleted }: { onClose: () => void; onDeleted: () => Promise<void> }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const dispatch = useAppDispatch();
  const reason = useReason();
  const { confirmed, dialog } = useConfirmed(t("deleteConfirm"));
  const [erase, { error, isLoading }] = api.useEraseMeMutation();
  const refusal = error && !dialog ? refusalOf(error) : null;

  async function deleteIt(): Promise<void> {
    const answer = await confirmed(() => erase());
    if (!answer || answer.error) return;
    // What was said before the session ended is forgotten with it.
    await onDeleted();
    dispatch(toastShown({ kind: "info", text: t("deleted") }));
  }

  return (
    <Dialog open onClose={onClose} title={t("deleteTitle")} description={t("deleteLead")}>
      {refusal && refusal.status !== 401 && <Notice kind="error">{reason(refusal)}</Notice>}
      <Items title={t("deleteGoes")} items={t("deleteGoesList")} />
      <Items title={t("deleteStays")} items={t("deleteStaysList")} />
      <DialogActions>
        <Button onClick={onClose}>{common("cancel")}</Button>
        <Button kind="danger" busy={isLoading} onClick={() => void deleteIt()}>
          {t("deleteAccount")}
        </Button>
      </DialogActions>
      {dialog}
    </Dialog>
  );
}

/** `items`: one on each line. */
function Items({ title, items }: { title: string; items: string }) {
  return (
    <div className={styles.items}>
      <strong>{title}</strong>
      <ul>
        {items.split("\n").map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
