"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { authorizedFetch, type ImportResponse } from "@/shared/api";
import { API_URL } from "@/shared/config";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog, DialogActions, Notice } from "@/shared/ui";
import styles from "./import-dialog.module.scss";
import { Preview } from "./preview";

type Props = { videoId: string; onClose: () => void };
/** A file that was chosen, what is in it, and the key that has it written once. */
type Chosen = { file: File; key: string; plan: ImportResponse };

/** A file with feedback: first what would be created, then, if one wants it, the feedback. */
export function ImportDialog({ videoId, onClose }: Props) {
  const t = useTranslations("import");
  const dispatch = useAppDispatch();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");

  async function send(file: File, key: string, dryRun: boolean): Promise<ImportResponse | null> {
    setBusy(true);
    setFailure("");
    try {
      const form = new FormData();
      form.set("file", file);
      form.set("dry_run", String(dryRun));
      const response = await authorizedFetch(`${API_URL}/api/v1/videos/${videoId}/import`, {
        method: "POST",
        body: form,
        headers: dryRun ? {} : { "Idempotency-Key": key },
      });
      const answer = await response.json();
      if (response.ok) return answer;
      setFailure(answer.errors?.[0]?.message ?? answer.detail ?? t("failed"));
    } catch {
      setFailure(t("failed"));
    } finally {
      setBusy(false);
    }
    return null;
  }
  async function choose(file: File | undefined): Promise<void> {
    setChosen(null);
    if (!file) return;
    const key = crypto.randomUUID();
    const plan = await send(file, key, true);
    if (plan) setChosen({ file, key, plan });
  }
  async function write({ file, key }: Chosen): Promise<void> {
    const done = await send(file, key, false);
    if (!done) return;
    dispatch(toastShown({ kind: "info", text: t("done", { count: done.created }) }));
    onClose();
  }
  return (
    <Dialog open onClose={onClose} title={t("title")} description={t("lead")}>
      <div className={styles.form}>
        <label className={styles.file}>
          <span>{t("file")}</span>
          <input
            type="file"
            accept=".csv,.txt,.edl,text/csv,text/plain"
            disabled={busy}
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
        {busy && <p role="status">{t("reading")}</p>}
        {failure && <Notice kind="error">{failure}</Notice>}
        {chosen && <Preview plan={chosen.plan} />}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button
          kind="primary"
          busy={busy}
          disabled={!chosen || chosen.plan.created === 0}
          onClick={() => chosen && void write(chosen)}
        >
          {chosen ? t("import", { count: chosen.plan.created }) : t("importNothing")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
