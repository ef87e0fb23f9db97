"use client";

import { useTranslations } from "next-intl";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { startMember } from "@/shared/session";
import { Button, Notice, PasswordField } from "@/shared/ui";
import styles from "./account.module.scss";

/** A new password; other devices are then logged out, this one goes on. */
export function PasswordForm() {
  const t = useTranslations("account");
  const auth = useTranslations("auth");
  const reason = useReason();
  const [change, { isLoading, isSuccess, error, reset }] =
    api.usePostAccountPasswordChangeMutation();
  const refusal = error ? refusalOf(error) : null;
  const { fields = {} } = refusal ?? {};
  return (
    <form
      className={styles.form}
      noValidate
      onChange={reset}
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const given = new FormData(form);
        const { data } = await change({
          body: {
            current_password: `${given.get("current_password")}`,
            new_password: `${given.get("new_password")}`,
          },
        });
        if (data?.meta.access_token) startMember(data.meta.access_token);
        if (data) form.reset();
      }}
    >
      {isSuccess && <Notice>{t("passwordChanged")}</Notice>}
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      <PasswordField
        label={t("currentPassword")}
        name="current_password"
        autoComplete="current-password"
        error={fields.current_password}
      />
      <PasswordField
        label={t("newPassword")}
        name="new_password"
        autoComplete="new-password"
        description={auth("passwordHint")}
        error={fields.new_password}
      />
      <p className={styles.help}>{t("passwordHelp")}</p>
      <Button kind="primary" type="submit" busy={isLoading}>
        {t("changePassword")}
      </Button>
    </form>
  );
}
