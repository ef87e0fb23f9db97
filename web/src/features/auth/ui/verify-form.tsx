"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, CodeField, Notice } from "@/shared/ui";
import { verifyAddress } from "../model/flow";
import styles from "./forms.module.scss";
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
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const code = `${new FormData(event.currentTarget).get("key")}`.trim();
        void send(() => dispatch(verifyAddress(sessionToken, email, code)));
      }}
    >
      <p className={styles.sent}>
        {t.rich("codeSent", { email, strong: (text) => <strong>{text}</strong> })}
      </p>
      {message && <Notice kind="error">{message}</Notice>}
      {sentAgain && <Notice>{t("codeSentAgain")}</Notice>}
      <CodeField
        label={t("code")}
        name="key"
        autoFocus
        required
        error={fields.key}
        placeholder="BCDF-GHJK"
      />
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("verify")}
      </Button>
      <div className={styles.again}>
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
      </div>
    </form>
  );
}
