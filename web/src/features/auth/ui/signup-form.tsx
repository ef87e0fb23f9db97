"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, PasswordField, TextField } from "@/shared/ui";
import { signUp } from "../model/flow";
import styles from "./forms.module.scss";
import { useOutcome } from "./use-outcome";

export function SignupForm({ onDone }: { onDone: (step: "in" | "verify") => void }) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => `${form.get(name)}`;
        void send(() => dispatch(signUp(text("name"), text("email"), text("password"))));
      }}
    >
      {message && <Notice kind="error">{message}</Notice>}
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        autoFocus
        required
        maxLength={100}
        error={fields.name}
      />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={fields.email}
      />
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="new-password"
        required
        description={t("passwordHint")}
        error={fields.password}
      />
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("signUp")}
      </Button>
    </form>
  );
}
