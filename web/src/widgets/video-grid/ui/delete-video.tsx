"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Stack } from "@/entities/video";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Button, DialogActions, Notice, Segmented } from "@/shared/ui";
import styles from "./changes.module.scss";

/** `stack`: as it was when one decided; a version that comes meanwhile is not what was meant. */
type Props = { stack: Stack; openFeedback: number; onDone: () => void };

/** Deletes the newest version of a video, or all of them. */
export function DeleteVideo({ stack: { newest, versions }, openFeedback, onDone }: Props) {
  const t = useTranslations("manage");
  const common = useTranslations("common");
  const attempt = useAttempt();
  const [remove] = api.useDeleteVideoMutation();
  const [what, setWhat] = useState<"all" | "newest">(versions.length > 1 ? "newest" : "all");
  const [busy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    const ids = (what === "all" ? versions : [newest]).map(({ id }) => id);
    let done = true;
    // One after the other, the newest first: where one is refused, what is left is whole.
    for (const id of ids) done = done && (await attempt(remove({ id })));
    setBusy(false);
    if (done) onDone();
  }

  return (
    <div className={styles.form}>
      {versions.length > 1 && (
        <Segmented
          label={t("deleteWhat")}
          value={what}
          options={[
            { value: "newest", label: t("deleteVersion", { version: newest.version }) },
            { value: "all", label: t("deleteAll", { count: versions.length }) },
          ]}
          onChange={setWhat}
        />
      )}
      <Notice kind="error">
        {t("deleteVideoHelp")} {what === "newest" && t("deleteVersionHelp")}
        {what === "all" && openFeedback > 0 && t("deleteVideoOpen", { count: openFeedback })}
      </Notice>
      <DialogActions>
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button kind="danger" busy={busy} onClick={() => void submit()}>
          {t("deleteVideo")}
        </Button>
      </DialogActions>
    </div>
  );
}
