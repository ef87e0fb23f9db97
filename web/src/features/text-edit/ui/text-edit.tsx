"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, TextArea } from "@/shared/ui";
import { type Edited, saveEdit } from "../model/actions";
import { type Edit, editChanged, editEnded } from "../model/slice";
import styles from "./text-edit.module.scss";

type Props = {
  edited: Edited;
  edit: Edit;
  /** The version that there is now: what somebody changed meanwhile is overwritten only knowingly. */
  etag: string;
  maxLength: number;
};

/** The text of a feedback or a comment in a field, in place of the text. */
export function TextEdit({ edited, edit, etag, maxLength }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const field = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { id } = edited;
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);

  async function save(): Promise<void> {
    if (!edit.text.trim() || busy) return;
    setBusy(true);
    const refusal = await dispatch(saveEdit(edited, edit));
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
      <TextArea
        ref={field}
        label={t("editText")}
        rows={2}
        maxLength={maxLength}
        value={edit.text}
        data-testid="edit-input"
        onChange={(event) => dispatch(editChanged({ id, text: event.target.value }))}
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
