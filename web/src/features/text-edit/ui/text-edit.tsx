"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { UserInfo } from "@/shared/api";
import { mentionedIn, usePeople } from "@/shared/lib/mentions";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice, Overtaken } from "@/shared/ui";
import { MentionField } from "@/shared/ui/writing";
import { saveEdit } from "../model/actions";
import { type Edit, editChanged, editEnded } from "../model/slice";
import styles from "./text-edit.module.scss";

type Props = {
  projectId: string;
  /** Whom it mentions; some may have left the project. */
  mentions: UserInfo[];
  edit: Edit;
  maxLength: number;
};

/**
 * The text of a feedback or a comment in a field, in place of the text. What somebody else wrote
 * meanwhile is overwritten only knowingly.
 */
export function TextEdit({ projectId, mentions, edit, maxLength }: Props) {
  const common = useTranslations("common");
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const field = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { id, text, other } = edit;
  const people = usePeople(projectId);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);

  async function save(): Promise<void> {
    if (!text.trim() || busy) return;
    setBusy(true);
    const refusal = await dispatch(saveEdit(edit, mentionedIn(text, [...people, ...mentions])));
    setBusy(false);
    setRefused(refusal === null ? null : refusal || t("editFailed"));
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
        value={text}
        data-testid="edit-input"
        onChange={(typed) => dispatch(editChanged({ id, text: typed }))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          if (event.key === "Escape") {
            event.stopPropagation();
            // What was typed is given up by a button only.
            if (text === edit.before) dispatch(editEnded(id));
            else event.currentTarget.blur();
          }
        }}
      />
      {other !== undefined && (
        <Overtaken
          values={[{ now: other, yours: text }]}
          onTheirs={() => dispatch(editEnded(id))}
        />
      )}
      {refused && <Notice kind="error">{refused}</Notice>}
      <div className={styles.actions}>
        <Button kind="quiet" small onClick={() => dispatch(editEnded(id))}>
          {t("cancel")}
        </Button>
        <Button kind="primary" small type="submit" busy={busy} disabled={!text.trim()}>
          {other === undefined ? t("save") : common("saveMine")}
        </Button>
      </div>
    </form>
  );
}
