"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Button, CodeField, Dialog, DialogActions, Form, Notice, PasswordField } from "@/shared/ui";
import styles from "./account.module.scss";

type Answer<T> = { data?: T; error?: unknown };
type Asked = {
  status?: unknown;
  data?: { meta?: { is_authenticated?: boolean }; data?: { flows?: { id: string }[] } };
};

/**
 * What changes how somebody comes in is confirmed with the password, if that was not typed lately.
 * `confirmed` runs a request, and if the API asks for that, the dialog and then the request again.
 * Its answer is null if the person does not confirm. `help` says what it is for, if not for logging
 * in.
 */
export function useConfirmed(help?: string) {
  const [asks, setAsks] = useState<{
    by: "password" | "code";
    done: (is: boolean) => void;
  } | null>(null);

  async function confirmed<T>(request: () => PromiseLike<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await request();
    const by = confirmationOf(answer.error);
    if (!by) return answer;
    const is = await new Promise<boolean>((done) => setAsks({ by, done }));
    setAsks(null);
    return is ? request() : null;
  }

  const dialog: ReactNode = asks && <Confirm by={asks.by} help={help} onDone={asks.done} />;
  return { confirmed, dialog };
}

/** With what somebody who is signed in is to confirm who they are, if the API asks for that. */
function confirmationOf(error: unknown): "password" | "code" | null {
  const { status, data } = (error ?? {}) as Asked;
  if (status !== 401 || !data?.meta?.is_authenticated) return null;
  const has = (id: string) => data.data?.flows?.some((flow) => flow.id === id);
  return has("reauthenticate") ? "password" : "code";
}

type ConfirmProps = {
  by: "password" | "code";
  help: string | undefined;
  onDone: (is: boolean) => void;
};

function Confirm({ by, help, onDone }: ConfirmProps) {
  const t = useTranslations("methods");
  const common = useTranslations("common");
  const reason = useReason();
  const [check, checked] = api.usePostAuthReauthenticateMutation();
  const [checkCode, checkedCode] = api.usePostAuth2FaReauthenticateMutation();
  const { isLoading, error, reset } = by === "password" ? checked : checkedCode;
  const refusal = error ? refusalOf(error) : null;
  return (
    <Dialog
      open
      onClose={() => onDone(false)}
      title={t("confirmTitle")}
      description={help ?? t(by === "password" ? "confirmHelp" : "confirmCodeHelp")}
    >
      <Form
        className={styles.form}
        onChange={reset}
        onSend={async (text) => {
          const { data } =
            by === "password"
              ? await check({ allauthReauthenticate: { password: text("password") } })
              : await checkCode({ allauthMfaAuthenticate: { code: text("code").trim() } });
          if (data) onDone(true);
        }}
      >
        {refusal && !refusal.fields[by] && <Notice kind="error">{reason(refusal)}</Notice>}
        {by === "password" ? (
          <PasswordField
            label={t("password")}
            name="password"
            autoComplete="current-password"
            autoFocus
            error={refusal?.fields.password}
          />
        ) : (
          <CodeField label={t("code")} name="code" autoFocus error={refusal?.fields.code} />
        )}
        <DialogActions>
          <Button onClick={() => onDone(false)}>{common("cancel")}</Button>
          <Button kind="primary" type="submit" busy={isLoading}>
            {t("confirm")}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
