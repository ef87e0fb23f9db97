"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Me, Refusal } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, CodeField, Form, Notice, PasswordField, TextField } from "@/shared/ui";
import { askForAddress, confirmAddress } from "../model/change-address";
import { useHasPassword } from "../model/has-password";
import styles from "./account.module.scss";

/** Another e-mail address, which counts when the code from its mail was entered. */
export function AddressForm({ me }: { me: Me }) {
  const t = useTranslations("account");
  const reason = useReason();
  const dispatch = useAppDispatch();
  const [pending, setPending] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState(false);
  const { fields = {} } = refusal ?? {};
  const hasPassword = useHasPassword();

  async function submit(text: (name: string) => string): Promise<void> {
    const address = text("email").trim();
    setBusy(true);
    const refused = pending
      ? await dispatch(confirmAddress(text("key").trim()))
      : await dispatch(askForAddress(address, hasPassword ? text("password") : null));
    setBusy(false);
    setRefusal(refused);
    if (refused) return;
    setChanged(pending !== null);
    setPending(pending ? null : address);
  }

  const strong = (chunks: ReactNode) => <strong>{chunks}</strong>;
  return (
    <Form
      // The fields of one step must not keep what was typed in the other.
      key={pending}
      className={styles.form}
      onSend={submit}
    >
      {changed && <Notice>{t("emailChanged")}</Notice>}
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      {pending ? (
        <>
          <p className={styles.help}>{t.rich("emailCode", { email: pending, strong })}</p>
          <CodeField label={t("code")} name="key" autoFocus error={fields.key} />
        </>
      ) : (
        <>
          <p className={styles.help}>{t.rich("emailNow", { email: me.email ?? "", strong })}</p>
          <TextField
            label={t("newEmail")}
            name="email"
            type="email"
            autoComplete="email"
            error={fields.email}
          />
          {hasPassword && (
            <PasswordField
              label={t("currentPassword")}
              name="password"
              autoComplete="current-password"
              error={fields.password}
            />
          )}
        </>
      )}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" busy={busy}>
          {t(pending ? "confirm" : "changeEmail")}
        </Button>
        {pending && (
          <Button kind="quiet" onClick={() => setPending(null)}>
            {t("startOver")}
          </Button>
        )}
      </div>
    </Form>
  );
}
