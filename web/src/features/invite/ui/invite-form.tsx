"use client";

import { nanoid } from "@reduxjs/toolkit";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useRoleOptions } from "@/entities/member";
import { api, type InvitationBatchResponse, refusalOf } from "@/shared/api";
import { endAfter, LASTING_DAYS, type Lasting } from "@/shared/lib/ends";
import { useReason } from "@/shared/lib/notifications";
import { AreaField, Button, DialogActions, Form, Notice, SelectField } from "@/shared/ui";
import { addressesIn } from "../lib/addresses";
import { Answer, Found } from "./invite-answer";
import styles from "./invite-form.module.scss";

const MOST = 100;
type Invited = "viewer" | "reviewer" | "editor";
type Props = { projectId: string; onSent: () => void; onDone: () => void };

/** Invites everybody whose address is in a pasted list, and says whom not, and why. */
export function InviteForm({ projectId, onSent, onDone }: Props) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  const reason = useReason();
  const roles = useRoleOptions("editor");
  const [text, setText] = useState("");
  const [role, setRole] = useState<Invited>("reviewer");
  const [message, setMessage] = useState("");
  const [lasting, setLasting] = useState<Lasting>("14");
  const [answer, setAnswer] = useState<InvitationBatchResponse | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [send, { isLoading }] = api.useSendInvitationsMutation();
  const attempt = useRef<{ form: string; key: string; end: string } | null>(null);
  const { addresses, words } = addressesIn(text);

  async function submit(): Promise<void> {
    const wrong =
      addresses.length === 0
        ? t("noAddresses")
        : addresses.length > MOST
          ? t("tooMany", { most: MOST })
          : null;
    setProblem(wrong);
    if (wrong) return;
    const what = { project_id: projectId, emails: addresses, role, message: message.trim() };
    const form = JSON.stringify([what, lasting]);
    // If no answer came, the same form is the same request: nobody is invited twice.
    if (attempt.current?.form !== form) {
      attempt.current = { form, key: nanoid(), end: endAfter(lasting) };
    }
    const { data, error } = await send({
      "Idempotency-Key": attempt.current.key,
      sendInvitationsRequest: { ...what, expires_at: attempt.current.end },
    });
    if (!data) {
      const refusal = refusalOf(error);
      if (refusal.status !== 0) attempt.current = null;
      setProblem(reason(refusal));
      return;
    }
    attempt.current = null;
    setAnswer(data);
    setText(data.failed.map(({ email }) => email).join("\n"));
    onSent();
    if (data.failed.length === 0) onDone();
  }

  return (
    <Form className={styles.form} onSend={() => void submit()}>
      {answer && <Answer answer={answer} />}
      {problem && <Notice kind="error">{problem}</Notice>}
      <AreaField
        label={t("addresses")}
        name="emails"
        value={text}
        rows={4}
        autoFocus
        placeholder="kim@example.com, lee@example.com"
        description={t("addressesHelp")}
        onValueChange={setText}
      />
      <Found addresses={addresses} words={words} />
      <div className={styles.pair}>
        <SelectField
          label={t("role")}
          name="role"
          value={role}
          options={roles}
          description={t(`roleHelp.${role}`)}
          onChange={(chosen) => setRole(chosen as Invited)}
        />
        <SelectField
          label={t("ends")}
          name="expires_at"
          value={lasting}
          options={LASTING_DAYS.map((value) => ({
            value,
            label: t("days", { count: Number(value) }),
          }))}
          onChange={setLasting}
        />
      </div>
      <AreaField
        label={t("message")}
        name="message"
        value={message}
        rows={2}
        maxLength={1000}
        description={t("messageHelp")}
        onValueChange={setMessage}
      />
      <DialogActions>
        <Button onClick={onDone}>{answer ? t("done") : common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={isLoading}>
          {t("send", { count: addresses.length })}
        </Button>
      </DialogActions>
    </Form>
  );
}
