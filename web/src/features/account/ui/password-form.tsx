"use client";

import { useTranslations } from "next-intl";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { startMember } from "@/shared/session";
import { Button, Form, Notice, PasswordField } from "@/shared/ui";
import { useHasPassword } from "../model/has-password";
import styles from "./account.module.scss";

/** A new password; other devices are then logged out, this one goes on. */
export function PasswordForm() {
  const t = useTranslations("account");
  const auth = useTranslations("auth");
  const reason = useReason();
  const [change, { isLoading, isSuccess, error, reset }] =
    api.usePostAccountPasswordChangeMutation();
  const hasPassword = useHasPassword();
  const refusal = error ? refusalOf(error) : null;
  const { fields = {} } = refusal ?? {};
  return (
    <Form
      className={styles.form}
      onChange={reset}
      onSend={async (text, form) => {
        const { data } = await change({
          body: {
            ...(hasPassword && { current_password: text("current_password") }),
            new_password: text("new_password"),
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
      {hasPassword && (
        <PasswordField
          label={t("currentPassword")}
          name="current_password"
          autoComplete="current-password"
          error={fields.current_password}
        />
      )}
      <PasswordField
        label={t("newPassword")}
        name="new_password"
        autoComplete="new-password"
        description={auth("passwordHint")}
        error={fields.new_password}
      />
      <p className={styles.help}>{t("passwordHelp")}</p>
      <Button kind="primary" type="submit" busy={isLoading}>
        {t(hasPassword ? "changePassword" : "setPassword")}
      </Button>
    </Form>
  );
}
