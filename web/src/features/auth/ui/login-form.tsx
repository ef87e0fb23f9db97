"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAfterSignIn } from "@/shared/lib/address";
import { useAppDispatch } from "@/shared/lib/store";
import { PasswordField, TextField } from "@/shared/ui";
import { logIn, type Step } from "../model/flow";
import { AuthForm } from "./auth-form";
import styles from "./forms.module.scss";
import { useOutcome } from "./use-outcome";

type Props = {
  onDone: (step: Step) => void;
  /** The address of somebody whose session has ended: nobody else may go on in their place. */
  email?: string | undefined;
};

export function LoginForm({ onDone, email }: Props) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { query } = useAfterSignIn();
  const { busy, send, message, fields } = useOutcome(onDone);
  return (
    <AuthForm
      action={t("logIn")}
      busy={busy}
      message={message}
      onSend={(text) => void send(() => dispatch(logIn(text("email"), text("password"))))}
    >
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus={!email}
        required
        {...(email && { value: email, readOnly: true })}
        error={fields.email}
      />
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="current-password"
        autoFocus={Boolean(email)}
        required
        error={fields.password}
      />
      {!email && (
        <Link href={`/reset${query}`} className={styles.forgot}>
          {t("forgot")}
        </Link>
      )}
    </AuthForm>
  );
}
