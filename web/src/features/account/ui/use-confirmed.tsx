"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { canUsePasskeys } from "@/shared/lib/sign-in";
import { Button, CodeField, Dialog, DialogActions, Form, Notice, PasswordField } from "@/shared/ui";
import styles from "./account.module.scss";
import { PasskeyConfirmation } from "./passkey-confirmation";

type Answer<T> = { data?: T; error?: unknown };
type Asked = {
  status?: unknown;
  data?: {
    meta?: { is_authenticated?: boolean };
    data?: { flows?: { id: string; types?: string[] }[] };
  };
};
/** With what one confirms: one of these is typed, and a passkey does where there is one. */
type Ways = { by: "password" | "code"; passkey: boolean };

/**
 * What changes how somebody comes in is confirmed with the password, if that was not typed lately.
 * `confirmed` runs a request, and if the API asks for that, the dialog and then the request again.
 * Its answer is null if the person does not confirm. `help` says what it is for, if not for logging
 * in.
 */
export function useConfirmed(help?: string) {
  const [asks, setAsks] = useState<(Ways & { done: (is: boolean) => void }) | null>(null);

  async function confirmed<T>(request: () => PromiseLike<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await request();
    const ways = waysOf(answer.error);
    if (!ways) return answer;
    const is = await new Promise<boolean>((done) => setAsks({ ...ways, done }));
    setAsks(null);
    return is ? request() : null;
  }

  const dialog: ReactNode = asks && <Confirm {...asks} help={help} />;
  return { confirmed, dialog };
}

/** With what somebody who is signed in is to confirm who they are, if the API asks for that. */
function waysOf(error: unknown): Ways | null {
  const { status, data } = (error ?? {}) as Asked;
  if (status !== 401 || !data?.meta?.is_authenticated) return null;
  const flow = (id: string) => data.data?.flows?.find((flow) => flow.id === id);
  const hasPasskey = flow("mfa_reauthenticate")?.types?.includes("webauthn") ?? false;
  return {
    by: flow("reauthenticate") ? "password" : "code",
    passkey: hasPasskey && canUsePasskeys(),
  };
}

const TYPED = { password: "confirmHelp", code: "confirmCodeHelp" } as const;

type ConfirmProps = Ways & { help: string | undefined; done: (is: boolean) => void };

function Confirm({ by, passkey, help, done }: ConfirmProps) {
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
      onClose={() => done(false)}
      title={t("confirmTitle")}
      description={help ?? t(passkey ? "confirmPasskeyHelp" : TYPED[by])}
    >
      {passkey && <PasskeyConfirmation onDone={() => done(true)} />}
      <Form
        className={styles.form}
        onChange={reset}
        onSend={async (text) => {
          const { data } =
            by === "password"
              ? await check({ allauthReauthenticate: { password: text("password") } })
              : await checkCode({ allauthMfaAuthenticate: { code: text("code").trim() } });
          if (data) done(true);
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
          <Button onClick={() => done(false)}>{common("cancel")}</Button>
          <Button kind="primary" type="submit" busy={isLoading}>
            {t("confirm")}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
