"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, PasswordField, TextField } from "@/shared/ui";
import { logIn } from "../model/flow";
import styles from "./forms.module.scss";
import { useOutcome } from "./use-outcome";

export function LoginForm({ onDone }: { onDone: (step: "in" | "verify") => void }) {
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
        void send(() => dispatch(logIn(`${form.get("email")}`, `${form.get("password")}`)));
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
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="current-password"
        required
        error={fields.password}
      />
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("logIn")}
      </Button>
    </form>
  );
}
