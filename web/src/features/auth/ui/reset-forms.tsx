"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, PasswordField, TextField } from "@/shared/ui";
import type { Step } from "../model/flow";
import { askForReset, resetPassword } from "../model/reset";
import { resetBegun } from "../model/slice";
import { AuthForm, MailedCode } from "./auth-form";
import { useOutcome } from "./use-outcome";

/** Asks for the address of an account whose password was forgotten. */
export function AskForResetForm() {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome<"code">(() => {});
  return (
    <AuthForm
      action={t("sendCode")}
      busy={busy}
      message={message}
      onSend={(text) => void send(() => dispatch(askForReset(text("email").trim())))}
    >
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        error={fields.email}
      />
    </AuthForm>
  );
}

type Props = { email: string; sessionToken: string; onDone: (step: Step) => void };

/** Asks for the code that a mail has brought and for the new password, and signs in with it. */
export function ResetForm({ email, sessionToken, onDone }: Props) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, refusal, message, fields } = useOutcome<Step>(onDone);
  return (
    <AuthForm
      lead={t.rich("resetCodeSent", { email, strong: (text) => <strong>{text}</strong> })}
      action={t("setPassword")}
      busy={busy}
      // 409: three wrong guesses, or a quarter of an hour.
      message={message && refusal?.status === 409 ? t("resetOver") : message}
      onSend={(text) => {
        const [code, password] = [text("key").trim(), text("password")];
        void send(() => dispatch(resetPassword(sessionToken, email, code, password)));
      }}
      after={
        <Button kind="quiet" small onClick={() => dispatch(resetBegun(null))}>
          {t("sendAgain")}
        </Button>
      }
    >
      <MailedCode error={fields.key} />
      {/* Password managers save the new password for this address. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={t("newPassword")}
        name="password"
        autoComplete="new-password"
        required
        description={t("passwordHint")}
        error={fields.password}
      />
    </AuthForm>
  );
}
