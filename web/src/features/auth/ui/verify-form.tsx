"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice } from "@/shared/ui";
import { verifyAddress } from "../model/flow";
import { AuthForm, MailedCode } from "./auth-form";
import { useOutcome } from "./use-outcome";

type Props = { email: string; sessionToken: string; onDone: (step: "in" | "verify") => void };

/** Asks for the code that a mail has brought, and signs in with it. */
export function VerifyForm({ email, sessionToken, onDone }: Props) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  const [resend, resending] = api.usePostAuthEmailVerifyResendMutation();
  const [sentAgain, setSentAgain] = useState(false);
  return (
    <AuthForm
      lead={t.rich("codeSent", { email, strong: (text) => <strong>{text}</strong> })}
      action={t("verify")}
      busy={busy}
      message={message}
      onSend={(text) =>
        void send(() => dispatch(verifyAddress(sessionToken, email, text("key").trim())))
      }
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
