"use client";

import { nanoid } from "@reduxjs/toolkit";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRoleOptions } from "@/entities/member";
import { api, type Refusal, refusalOf } from "@/shared/api";
import { endAfter, LASTING_DAYS } from "@/shared/lib/ends";
import { useReason } from "@/shared/lib/notifications";
import { Button, DialogActions, Form, Notice, PasswordField, SelectField } from "@/shared/ui";
import styles from "./share-link.module.scss";

const GUESTS = ["", "1", "5", "10", "25", "100"] as const;
type Linked = "viewer" | "reviewer";
type Props = { projectId: string; onMade: () => void; onCancel: () => void };

/** Makes a link by which guests come in. */
export function ShareLinkForm({ projectId, onMade, onCancel }: Props) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  const reason = useReason();
  const [create, { isLoading }] = api.useCreateShareLinkMutation();
  const [role, setRole] = useState<Linked>("reviewer");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { fields = {} } = refusal ?? {};

  async function submit(text: (name: string) => string): Promise<void> {
    const password = text("password");
    const most = Number(text("max_guests"));
    const { error } = await create({
      "Idempotency-Key": nanoid(),
      createShareLink: {
        project_id: projectId,
        role,
        expires_at: endAfter(text("expires_at")),
        ...(password && { password }),
        ...(most > 0 && { max_guests: most }),
      },
    });
    setRefusal(error ? refusalOf(error) : null);
    if (!error) onMade();
  }

  return (
    <Form className={styles.form} onSend={submit}>
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      <SelectField
        label={t("role")}
        name="role"
        value={role}
        options={useRoleOptions("reviewer")}
        description={t(`roleHelp.${role}`)}
        onChange={(chosen) => setRole(chosen as Linked)}
      />
      <PasswordField
        label={t("linkPassword")}
        name="password"
        autoComplete="off"
        maxLength={100}
        error={fields.password}
        description={t("linkPasswordHelp")}
      />
      <div className={styles.pair}>
        <SelectField
          label={t("ends")}
          name="expires_at"
          defaultValue="14"
          options={LASTING_DAYS.map((value) => ({
            value,
            label: t("days", { count: Number(value) }),
          }))}
        />
        <SelectField
          label={t("maxGuests")}
          name="max_guests"
          defaultValue=""
          options={GUESTS.map((value) => ({ value, label: value || t("unlimited") }))}
        />
      </div>
      <DialogActions>
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={isLoading}>
          {t("create")}
        </Button>
      </DialogActions>
    </Form>
  );
}
