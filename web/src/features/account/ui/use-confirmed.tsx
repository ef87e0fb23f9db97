"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Button, Dialog, DialogActions, Form, Notice, PasswordField } from "@/shared/ui";
import styles from "./account.module.scss";

type Answer<T> = { data?: T; error?: unknown };
type Asked = { status?: unknown; data?: { meta?: { is_authenticated?: boolean } } };

/**
 * What changes how somebody comes in is confirmed with the password, if that was not typed lately.
 * `confirmed` runs a request, and if the API asks for that, the dialog and then the request again.
 * Its answer is null if the person does not confirm.
 */
export function useConfirmed() {
  const [asks, setAsks] = useState<{ done: (is: boolean) => void } | null>(null);

  async function confirmed<T>(request: () => PromiseLike<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await request();
    if (!wantsConfirmation(answer.error)) return answer;
    const is = await new Promise<boolean>((done) => setAsks({ done }));
    setAsks(null);
    return is ? request() : null;
  }

  const dialog: ReactNode = asks && <Confirm onDone={asks.done} />;
  return { confirmed, dialog };
}

/** Whether somebody who is signed in is asked who they are. */
function wantsConfirmation(error: unknown): boolean {
  const { status, data } = (error ?? {}) as Asked;
  return status === 401 && data?.meta?.is_authenticated === true;
}

function Confirm({ onDone }: { onDone: (is: boolean) => void }) {
  const t = useTranslations("methods");
  const common = useTranslations("common");
  const reason = useReason();
  const [check, { isLoading, error, reset }] = api.usePostAuthReauthenticateMutation();
  const refusal = error ? refusalOf(error) : null;
  return (
    <Dialog
      open
      onClose={() => onDone(false)}
      title={t("confirmTitle")}
      description={t("confirmHelp")}
    >
      <Form
        className={styles.form}
        onChange={reset}
        onSend={async (text) => {
          const allauthReauthenticate = { password: text("password") };
          const { data } = await check({ allauthReauthenticate });
          if (data) onDone(true);
        }}
      >
        {refusal && !refusal.fields.password && <Notice kind="error">{reason(refusal)}</Notice>}
        <PasswordField
          label={t("password")}
          name="password"
          autoComplete="current-password"
          autoFocus
          error={refusal?.fields.password}
        />
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
