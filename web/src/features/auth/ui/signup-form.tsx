"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { PasswordField, TextField } from "@/shared/ui";
import { type Step, signUp } from "../model/flow";
import { AuthForm } from "./auth-form";
import { useOutcome } from "./use-outcome";

export function SignupForm({ onDone }: { onDone: (step: Step) => void }) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  return (
    <AuthForm
      action={t("signUp")}
      busy={busy}
      message={message}
      onSend={(text) =>
        void send(() => dispatch(signUp(text("name"), text("email"), text("password"))))
      }
    >
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
    </AuthForm>
  );
}
