"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAfterSignIn } from "@/shared/lib/next-page";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, PasswordField, TextField } from "@/shared/ui";
import { logIn } from "../model/flow";
import styles from "./forms.module.scss";
import { useOutcome } from "./use-outcome";

type Props = {
  onDone: (step: "in" | "verify") => void;
  /** The address of somebody whose session has ended: nobody else may go on in their place. */
  email?: string | undefined;
};

export function LoginForm({ onDone, email }: Props) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { query } = useAfterSignIn();
  const { busy, send, message, fields } = useOutcome(onDone);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        void send(() => dispatch(logIn(`${form.get("email")}`, `${form.get("password")}`)));
      }}
    >
      {message && <Notice kind="error">{message}</Notice>}
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
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("logIn")}
      </Button>
    </form>
  );
}
