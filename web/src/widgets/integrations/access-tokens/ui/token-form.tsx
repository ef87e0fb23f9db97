"use client";

import { nanoid } from "@reduxjs/toolkit";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRoleOptions } from "@/entities/member";
import { api, type Refusal, refusalOf } from "@/shared/api";
import { endAfter } from "@/shared/lib/ends";
import { useReason } from "@/shared/lib/notifications";
import { Button, DialogActions, Form, Notice, SelectField, TextField } from "@/shared/ui";
import styles from "./access-tokens.module.scss";

/** The API allows up to 366. */
const DAYS = ["7", "30", "90", "365"] as const;
const SCOPES = ["read", "write", "admin"] as const;
type Scope = (typeof SCOPES)[number];
type Role = "viewer" | "reviewer" | "editor";

export type NewToken = { name: string; secret: string };
type Props = {
  /** The project whose token it is; without it a personal one. */
  projectId?: string;
  onMade: (token: NewToken) => void;
  onCancel: () => void;
};

/** Makes an access token for a program. */
export function TokenForm({ projectId, onMade, onCancel }: Props) {
  const t = useTranslations("tokens");
  const people = useTranslations("people");
  const common = useTranslations("common");
  const reason = useReason();
  const roles = useRoleOptions("editor");
  const { create, busy } = useCreate(projectId);
  const [scope, setScope] = useState<Scope>("read");
  const [role, setRole] = useState<Role>("viewer");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { fields = {} } = refusal ?? {};
  // A bot is never an admin.
  const scopes = projectId ? SCOPES.slice(0, 2) : SCOPES;

  async function submit(text: (name: string) => string): Promise<void> {
    const name = text("name");
    const { data, error } = await create({ name, scope, role, days: text("expires_at") });
    setRefusal(error ? refusalOf(error) : null);
    if (data?.token) onMade({ name: data.name, secret: data.token });
  }

  return (
    <Form className={styles.form} onSend={submit}>
      {refusal && Object.keys(fields).length === 0 && (
        <Notice kind="error">{reason(refusal)}</Notice>
      )}
      <TextField
        label={t("name")}
        name="name"
        autoComplete="off"
        maxLength={100}
        error={fields.name}
        description={t(projectId ? "nameHelpProject" : "nameHelp")}
      />
      {projectId && (
        <SelectField
          label={people("role")}
          name="role"
          value={role}
          options={roles}
          description={people(`roleHelp.${role}`)}
          onChange={(chosen) => setRole(chosen as Role)}
        />
      )}
      <SelectField
        label={t("scope")}
        name="scope"
        value={scope}
        options={scopes.map((value) => ({ value, label: t(`scopes.${value}`) }))}
        description={t(`scopeHelp.${scope}`)}
        onChange={(chosen) => setScope(chosen as Scope)}
      />
      <SelectField
        label={t("ends")}
        name="expires_at"
        defaultValue="90"
        options={DAYS.map((value) => ({ value, label: people("days", { count: Number(value) }) }))}
      />
      <DialogActions>
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {t("create")}
        </Button>
      </DialogActions>
    </Form>
  );
}

type Wanted = { name: string; scope: Scope; role: Role; days: string };

function useCreate(projectId: string | undefined) {
  const [createPersonal, personal] = api.useCreatePersonalTokenMutation();
  const [createOfProject, ofProject] = api.useCreateProjectTokenMutation();
  const create = ({ days, role, scope, name }: Wanted) => {
    const common = { name, expires_at: endAfter(days) };
    const key = { "Idempotency-Key": nanoid() };
    if (!projectId) return createPersonal({ ...key, createPersonalToken: { ...common, scope } });
    const limited = scope === "admin" ? "write" : scope;
    const createProjectToken = { ...common, role, scope: limited } as const;
    return createOfProject({ ...key, id: projectId, createProjectToken });
  };
  return { create, busy: personal.isLoading || ofProject.isLoading };
}
