"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Project } from "@/entities/project";
import { api, changeFrom, type Refusal, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { AreaField, Button, DialogActions, Form, Notice, Overtaken, TextField } from "@/shared/ui";
import styles from "./project.module.scss";

const FIELDS = ["name", "description"] as const;
type Field = (typeof FIELDS)[number];
type Typed = Partial<Record<Field, string>>;

type Props = {
  /** As it was when somebody began to type. */
  project: Project;
  onDone: () => void;
};

/** A project's name and description. What somebody else saved meanwhile is not written over unseen. */
export function ProjectSettings({ project, onDone }: Props) {
  const t = useTranslations("manage");
  const projects = useTranslations("projects");
  const common = useTranslations("common");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [overtaken, setOvertaken] = useState<{ now: Project; typed: Typed } | null>(null);
  const { save, isSaving } = useSaving(project.id);
  const reason = useReason();
  const { fields = {} } = refusal ?? {};
  const both = overtaken ? FIELDS.filter((it) => isOvertaken(project, overtaken, it)) : [];

  async function submit(typed: Typed): Promise<void> {
    if (Object.keys(typed).length === 0) return onDone();
    const answer = await save(overtaken?.now ?? project, typed);
    if ("saved" in answer) return onDone();
    setRefusal("error" in answer ? refusalOf(answer.error) : null);
    if ("other" in answer) setOvertaken({ now: answer.other, typed });
  }
  /** What they changed as well is left to them; the rest is saved. */
  const keepTheirs = () => submit(only(overtaken?.typed ?? {}, (field) => !both.includes(field)));

  return (
    <Form
      className={styles.form}
      onSend={(text) => {
        const typed = { name: text("name").trim(), description: text("description").trim() };
        const isChanged = (field: Field) => typed[field] !== project[field] || both.includes(field);
        void submit(only(typed, isChanged));
      }}
    >
      {overtaken && (
        <Overtaken
          values={both.map((field) => ({
            label: projects(field),
            now: overtaken.now[field],
            yours: overtaken.typed[field] ?? "",
          }))}
          onTheirs={() => void keepTheirs()}
        />
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
        <Button kind="primary" type="submit" busy={isSaving}>
          {overtaken ? common("saveMine") : t("save")}
        </Button>
      </DialogActions>
    </Form>
  );
}

/** Saves only what was typed, so that the other field may be changed by somebody else. */
function useSaving(id: string) {
  const [update, { isLoading }] = api.useUpdateProjectMutation();
  const [read] = api.useLazyGetProjectQuery();
  const save = (seen: Project, typed: Typed) => {
    const pick = (row: Typed): string =>
      JSON.stringify(FIELDS.map((field) => (field in typed ? row[field] : null)));
    return changeFrom<Project>({
      etag: seen.etag,
      before: pick(seen),
      wanted: pick(typed),
      pick,
      send: (etag) => update({ id, "If-Match": etag, changeProject: typed }),
      read: () => read({ id }),
    });
  };
  return { save, isSaving: isLoading };
}

const only = (typed: Typed, isWanted: (field: Field) => boolean): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([field]) => isWanted(field as Field)));

const isOvertaken = (
  begun: Project,
  { now, typed }: { now: Project; typed: Typed },
  field: Field,
): boolean => field in typed && now[field] !== begun[field] && now[field] !== typed[field];
