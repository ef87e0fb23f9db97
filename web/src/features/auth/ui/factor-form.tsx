"use client";

import { useTranslations } from "next-intl";
import { useAppDispatch } from "@/shared/lib/store";
import { CodeField } from "@/shared/ui";
import { giveFactor, type Step } from "../model/flow";
import type { Pending } from "../model/slice";
import { AuthForm } from "./auth-form";
import { PasskeyButton } from "./passkey-button";
import { useOutcome } from "./use-outcome";

/** Asks for the code of an authenticator app. */
export function FactorForm({
  pending,
  onDone,
}: {
  pending: Pending;
  onDone: (step: Step) => void;
}) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  return (
    <AuthForm
      lead={t("factorHelp")}
      action={t("verify")}
      busy={busy}
      message={message}
      after={pending.passkey && <PasskeyButton pending={pending} onDone={onDone} />}
      onSend={(text) => void send(() => dispatch(giveFactor(pending, text("code").trim())))}
    >
      <CodeField label={t("code")} name="code" autoFocus required error={fields.code} />
    </AuthForm>
  );
}
