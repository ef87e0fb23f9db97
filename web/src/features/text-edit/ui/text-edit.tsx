"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { UserInfo } from "@/shared/api";
import { mentionedIn, usePeople } from "@/shared/lib/mentions";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice } from "@/shared/ui";
import { MentionField } from "@/shared/ui/writing";
import { type Edited, saveEdit } from "../model/actions";
import { type Edit, editChanged, editEnded } from "../model/slice";
import styles from "./text-edit.module.scss";

type Props = {
  edited: Edited;
  projectId: string;
  /** Whom it mentions; some may have left the project. */
  mentions: UserInfo[];
  edit: Edit;
  /** The version that there is now: what somebody changed meanwhile is overwritten only knowingly. */
  etag: string;
  maxLength: number;
};

/** The text of a feedback or a comment in a field, in place of the text. */
export function TextEdit({ edited, projectId, mentions, edit, etag, maxLength }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const field = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { id } = edited;
  const people = usePeople(projectId);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);

  async function save(): Promise<void> {
    if (!edit.text.trim() || busy) return;
    setBusy(true);
    const refusal = await dispatch(
      saveEdit(edited, edit, mentionedIn(edit.text, [...people, ...mentions])),
    );
    setBusy(false);
    if (!refusal) return;
    setRefused(refusal.changed ? t("changedMeanwhile") : refusal.message || t("editFailed"));
    if (refusal.changed) dispatch(editChanged({ id, etag }));
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <MentionField
        field={field}
        people={people}
        label={t("editText")}
        rows={2}
        maxLength={maxLength}
        value={edit.text}
        data-testid="edit-input"
        onChange={(text) => dispatch(editChanged({ id, text }))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          if (event.key === "Escape") {
            event.stopPropagation();
            dispatch(editEnded(id));
          }
        }}
      />
      {refused && <Notice kind="error">{refused}</Notice>}
      <div className={styles.actions}>
        <Button kind="quiet" small onClick={() => dispatch(editEnded(id))}>
          {t("cancel")}
        </Button>
        <Button kind="primary" small type="submit" busy={busy} disabled={!edit.text.trim()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
