"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Project } from "@/entities/project";
import { api, type Refusal, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { AreaField, Button, DialogActions, Form, Notice, TextField } from "@/shared/ui";
import styles from "./project.module.scss";

const CHANGED_MEANWHILE = 412;

type Props = { project: Project; onDone: () => void };

/** A project's name and description. What somebody else saved meanwhile is not written over unseen. */
export function ProjectSettings({ project, onDone }: Props) {
  const t = useTranslations("manage");
  const projects = useTranslations("projects");
  const common = useTranslations("common");
  const reason = useReason();
  const [update, { isLoading }] = api.useUpdateProjectMutation();
  const [read] = api.useLazyGetProjectQuery();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** What the fields began from. */
  const [base, setBase] = useState(project);
  const [other, setOther] = useState<Project | null>(null);
  const { fields = {} } = refusal ?? {};

  async function submit(text: (name: string) => string): Promise<void> {
    const { error } = await update({
      id: project.id,
      "If-Match": base.etag,
      changeProject: { name: text("name"), description: text("description") },
    });
    if (!error) return onDone();
    const refused = refusalOf(error);
    const current = refused.status === CHANGED_MEANWHILE ? await read({ id: project.id }) : null;
    if (current?.data) {
      setBase(current.data);
      setOther(current.data);
      setRefusal(null);
    } else setRefusal(refused);
  }

  return (
    <Form className={styles.form} onSend={(text) => void submit(text)}>
      {other && (
        <Notice kind="error">
          {t("changedMeanwhile", { name: other.name, description: other.description || "–" })}
        </Notice>
      )}
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      <TextField
        label={projects("name")}
        name="name"
        maxLength={200}
        defaultValue={project.name}
        error={fields.name}
        autoFocus
      />
      <AreaField
        label={projects("description")}
        name="description"
        maxLength={2000}
        defaultValue={project.description}
        error={fields.description}
      />
      <DialogActions>
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={isLoading}>
          {t("save")}
        </Button>
      </DialogActions>
    </Form>
  );
}
