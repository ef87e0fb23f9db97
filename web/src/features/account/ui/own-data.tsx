"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { download, Refused } from "@/shared/api";
import { API_URL } from "@/shared/config";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button } from "@/shared/ui";
import styles from "./account.module.scss";

/** All that is stored of a person, as a file. */
export function OwnData() {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);

  async function fetchFile(): Promise<void> {
    setBusy(true);
    try {
      await download(`${API_URL}/api/v1/users/me/export`, new AbortController().signal);
    } catch (error) {
      const reason = error instanceof Refused ? error.message : "";
      const text = reason || common(error instanceof TypeError ? "offline" : "failed");
      dispatch(toastShown({ kind: "error", text }));
    }
    setBusy(false);
  }

  return (
    <div className={styles.form}>
      <p className={styles.help}>{t("ownDataHelp")}</p>
      <Button busy={busy} onClick={() => void fetchFile()}>
        {t("downloadData")}
      </Button>
    </div>
  );
}
