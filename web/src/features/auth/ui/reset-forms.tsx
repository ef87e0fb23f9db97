"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, CodeField, Notice, PasswordField, TextField } from "@/shared/ui";
import { askForReset, resetPassword } from "../model/reset";
import { resetBegun } from "../model/slice";
import styles from "./forms.module.scss";
import { useOutcome } from "./use-outcome";

/** Asks for the address of an account whose password was forgotten. */
export function AskForResetForm() {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome<"code">(() => {});
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const email = `${new FormData(event.currentTarget).get("email")}`.trim();
        void send(() => dispatch(askForReset(email)));
      }}
    >
      {message && <Notice kind="error">{message}</Notice>}
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        error={fields.email}
      />
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("sendCode")}
      </Button>
    </form>
  );
}

type Props = { email: string; sessionToken: string; onDone: (step: "in" | "verify") => void };

/** Asks for the code that a mail has brought and for the new password, and signs in with it. */
export function ResetForm({ email, sessionToken, onDone }: Props) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, refusal, message, fields } = useOutcome<"in" | "verify">(onDone);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [code, password] = [`${form.get("key")}`.trim(), `${form.get("password")}`];
        void send(() => dispatch(resetPassword(sessionToken, email, code, password)));
      }}
    >
      <p className={styles.sent}>
        {t.rich("resetCodeSent", { email, strong: (text) => <strong>{text}</strong> })}
      </p>
      {message && (
        // 409: three wrong guesses, or a quarter of an hour.
        <Notice kind="error">{refusal?.status === 409 ? t("resetOver") : message}</Notice>
      )}
      <CodeField
        label={t("code")}
        name="key"
        autoFocus
        required
        error={fields.key}
        placeholder="BCDF-GHJK"
      />
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
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("setPassword")}
      </Button>
      <div className={styles.again}>
        <Button kind="quiet" small onClick={() => dispatch(resetBegun(null))}>
          {t("sendAgain")}
        </Button>
      </div>
    </form>
  );
}
