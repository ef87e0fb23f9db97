"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { api, type Me } from "@/shared/api";
import { toastShown, useAttempt } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Avatar, Button } from "@/shared/ui";
import styles from "./account.module.scss";

const MAX_BYTES = 5 * 1024 * 1024;

/** A person's picture: chosen, looked at, saved. */
export function PhotoForm({ me }: { me: Me }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const [chosen, setChosen] = useState<File | null>(null);
  const preview = usePreview(chosen);
  const [put, putting] = api.usePutAvatarMutation();
  const [remove, removing] = api.useDeleteAvatarMutation();

  function choose(file: File | undefined): void {
    if (file && file.size > MAX_BYTES) {
      dispatch(toastShown({ kind: "error", text: t("photoTooLarge") }));
    } else if (file) setChosen(file);
  }

  return (
    <div className={styles.form}>
      <div className={styles.photo}>
        <span className={styles.picture}>
          {preview ? <img src={preview} alt={t("preview")} /> : <Avatar person={me} />}
        </span>
        <div className={styles.buttons}>
          {chosen ? (
            <>
              <Button
                kind="primary"
                busy={putting.isLoading}
                onClick={async () => {
                  if (await attempt(put({ avatar: { avatar: chosen } }))) setChosen(null);
                }}
              >
                {t("savePhoto")}
              </Button>
              <Button onClick={() => setChosen(null)}>{common("cancel")}</Button>
            </>
          ) : (
            <ChoosePhoto onChoose={choose} />
          )}
          {me.avatar_url && !chosen && (
            <Button kind="quiet" busy={removing.isLoading} onClick={() => void attempt(remove())}>
              {t("removePhoto")}
            </Button>
          )}
        </div>
      </div>
      <p className={styles.help}>{t("photoHelp")}</p>
    </div>
  );
}

function ChoosePhoto({ onChoose }: { onChoose: (file: File | undefined) => void }) {
  const t = useTranslations("account");
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  return (
    <>
      <input
        ref={setInput}
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept="image/png,image/jpeg,image/webp"
        className={styles.file}
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
      <Button onClick={() => input?.click()}>{t("choosePhoto")}</Button>
    </>
  );
}

/** An address of a file on this device, for as long as it is shown. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
