"use client";

import { nanoid } from "@reduxjs/toolkit";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, type Refusal, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { AreaField, Button, DialogActions, Form, Notice, TextField } from "@/shared/ui";
import styles from "./project.module.scss";

/** Makes a project, whose first admin one is, and goes there. */
export function NewProjectForm({ onCancel }: { onCancel: () => void }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const reason = useReason();
  const router = useRouter();
  const [create, { isLoading }] = api.useCreateProjectMutation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { fields = {} } = refusal ?? {};

  async function submit(text: (name: string) => string): Promise<void> {
    const { data, error } = await create({
      "Idempotency-Key": nanoid(),
      createProject: { name: text("name"), description: text("description") },
    });
    setRefusal(error ? refusalOf(error) : null);
    if (data) router.push(`/projects/${data.id}`);
  }

  return (
    <Form className={styles.form} onSend={submit}>
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      <TextField label={t("name")} name="name" maxLength={200} error={fields.name} autoFocus />
      <AreaField
        label={t("description")}
        name="description"
        maxLength={2000}
        error={fields.description}
      />
      <DialogActions>
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={isLoading}>
          {t("create")}
        </Button>
      </DialogActions>
    </Form>
  );
}
