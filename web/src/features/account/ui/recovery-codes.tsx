"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog, DialogActions } from "@/shared/ui";
import styles from "./account.module.scss";
import { useConfirmed } from "./use-confirmed";

type Given = { data: { unused_codes?: string[] } };

/** Codes for when everything else is lost. The API shows a set once. */
export function RecoveryCodes({ unused, onChange }: { unused: number; onChange: () => void }) {
  const t = useTranslations("methods");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const { confirmed, dialog } = useConfirmed();
  const [make] = api.usePostAccountAuthenticatorsRecoveryCodesMutation();
  const [shown, setShown] = useState<string[] | null>(null);
  const [seen, setSeen] = useState(false);

  async function show(): Promise<void> {
    const read = api.endpoints.getAccountAuthenticatorsRecoveryCodes;
    const fresh = { forceRefetch: true, subscribe: false } as const;
    const { data } = await dispatch(read.initiate({}, fresh));
    const codes = (data as Given | undefined)?.data.unused_codes;
    if (codes) setShown(codes);
    else setSeen(true);
  }

  async function renew(): Promise<void> {
    const answer = await confirmed(() => make({}));
    if (!answer || !(await attempt(Promise.resolve(answer)))) return;
    setShown((answer.data as Given).data.unused_codes ?? null);
    onChange();
  }

  return (
    <>
      <h3>{t("recovery")}</h3>
      <p className={styles.help}>{t(seen ? "recoverySeen" : "recoveryHelp", { count: unused })}</p>
      <div className={styles.buttons}>
        {!seen && <Button onClick={() => void show()}>{t("showCodes")}</Button>}
        <Button onClick={() => void renew()}>{t("newCodes")}</Button>
      </div>
      {shown && <Codes codes={shown} onClose={() => setShown(null)} />}
      {dialog}
    </>
  );
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useTranslations("methods");
  const common = useTranslations("common");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join("\n")}\n`)}`;
  return (
    <Dialog open title={t("recovery")} description={t("keepCodes")} onClose={onClose}>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <DialogActions>
        <Button onClick={onClose}>{common("close")}</Button>
        <a href={file} download="videoplanet-recovery-codes.txt" className={styles.download}>
          {t("download")}
        </a>
      </DialogActions>
    </Dialog>
  );
}
