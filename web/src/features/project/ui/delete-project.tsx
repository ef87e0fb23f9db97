"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Project } from "@/entities/project";
import { api } from "@/shared/api";
import { toastShown, useAttempt } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, DialogActions, Form, Notice, TextField } from "@/shared/ui";
import styles from "./project.module.scss";

type Props = { project: Project; onGone: (() => void) | undefined; onDone: () => void };

/** Deletes a project, once its name was typed, since nothing of it can be brought back. */
export function DeleteProject({ project, onGone, onDone }: Props) {
  const t = useTranslations("manage");
  const common = useTranslations("common");
  const attempt = useAttempt();
  const dispatch = useAppDispatch();
  const [remove, { isLoading }] = api.useDeleteProjectMutation();
  const [typed, setTyped] = useState("");
  const { id, name, videos_count: videos, members_count: members } = project;
  const isMeant = typed.trim().normalize() === name.trim().normalize();

  async function submit(): Promise<void> {
    if (!isMeant || !(await attempt(remove({ id })))) return;
    onDone();
    onGone?.();
    dispatch(toastShown({ kind: "info", text: t("deleted", { name }) }));
  }

  return (
    <Form className={styles.form} onSend={() => void submit()}>
      <Notice kind="error">{t("deleteProjectHelp", { videos, members })}</Notice>
      <TextField
        label={t("typeName", { name })}
        name="name"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <DialogActions>
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button kind="danger" type="submit" busy={isLoading} disabled={!isMeant}>
          {t("deleteProjectVerb")}
        </Button>
      </DialogActions>
    </Form>
  );
}
