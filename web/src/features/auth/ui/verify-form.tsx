"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice } from "@/shared/ui";
import { type Step, verifyAddress } from "../model/flow";
import type { Pending } from "../model/slice";
import { AuthForm, MailedCode } from "./auth-form";
import { useOutcome } from "./use-outcome";

type Props = { pending: Pending; onDone: (step: Step) => void };

/** Asks for the code that a mail has brought, and signs in with it. */
export function VerifyForm({ pending, onDone }: Props) {
  const t = useTranslations("auth");
  const { email, provider = "", sessionToken } = pending;
  const strong = (text: ReactNode) => <strong>{text}</strong>;
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  const [resend, resending] = api.usePostAuthEmailVerifyResendMutation();
  const [sentAgain, setSentAgain] = useState(false);
  return (
    <AuthForm
      lead={email ? t.rich("codeSent", { email, strong }) : t("codeSentTo", { provider })}
      action={t("verify")}
      busy={busy}
      message={message}
      onSend={(text) => void send(() => dispatch(verifyAddress(pending, text("key").trim())))}
      after={
        <Button
          kind="quiet"
          small
          busy={resending.isLoading}
          onClick={async () => {
            const answer = await resend({ "X-Session-Token": sessionToken });
            setSentAgain(!answer.error);
          }}
        >
          {t("sendAgain")}
        </Button>
      }
    >
      {sentAgain && <Notice>{t("codeSentAgain")}</Notice>}
      <MailedCode error={fields.key} />
    </AuthForm>
  );
}
