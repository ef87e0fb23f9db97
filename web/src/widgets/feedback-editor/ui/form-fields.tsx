"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { usePlayback, usePlaybackValue } from "@/features/video-player";
import { timecodeOf } from "@/shared/lib/frames";
import type { Person } from "@/shared/lib/mentions";
import { Button, IconButton } from "@/shared/ui";
import styles from "./feedback-form.module.scss";

/** What the API takes. */
const MOST_TAGS = 10;
const TAG_LENGTH = 30;

type TagsProps = { value: string[]; known: string[]; onChange: (tags: string[]) => void };

/** Tags: Enter or a comma adds one, Backspace takes the last one away. */
export function TagsField({ value, known, onChange }: TagsProps) {
  const t = useTranslations("give");
  const id = useId();
  const [text, setText] = useState("");
  const add = (tag: string) => {
    const name = tag.trim();
    if (name && !value.includes(name)) onChange([...value, name]);
    setText("");
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {t("tags")}
      </label>
      <div className={`${styles.control} ${styles.tags}`}>
        {value.map((tag) => (
          <span key={tag} className={styles.tag}>
            {tag}
            <button
              type="button"
              aria-label={t("removeTag", { tag })}
              onClick={() => onChange(value.filter((other) => other !== tag))}
            >
              <X aria-hidden="true" />
            </button>
          </span>
        ))}
        <input
          id={id}
          list={`${id}-known`}
          data-testid="feedback-tags"
          value={text}
          maxLength={TAG_LENGTH}
          placeholder={value.length ? "" : t("addTag")}
          disabled={value.length >= MOST_TAGS}
          onChange={(event) => {
            const typed = event.target.value;
            // A suggestion that is chosen comes as a whole, and at once.
            const isChosen = known.includes(typed) && !("data" in event.nativeEvent);
            if (typed.endsWith(",")) add(typed.slice(0, -1));
            else if (isChosen) add(typed);
            else setText(typed);
          }}
          onBlur={() => add(text)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && text.trim()) {
              event.preventDefault();
              add(text);
            }
            if (event.key === "Backspace" && !text) onChange(value.slice(0, -1));
          }}
        />
        <datalist id={`${id}-known`}>
          {known
            .filter((tag) => !value.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
    </div>
  );
}

type AssigneeProps = {
  value: string | null;
  people: Person[];
  onChange: (id: string | null) => void;
};

export function AssigneeField({ value, people, onChange }: AssigneeProps) {
  const t = useTranslations("give");
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {t("assignee")}
      </label>
      <select
        id={id}
        className={styles.control}
        value={value ?? ""}
        data-testid="feedback-assignee"
        onChange={(event) => onChange(event.target.value || null)}
      >
        <option value="">{t("nobody")}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}

type RangeProps = { from: number; to: number | null; onChange: (to: number | null) => void };

/** The last frame of a range: the player's out point, else where one has moved to meanwhile. */
export function RangeField({ from, to, onChange }: RangeProps) {
  const t = useTranslations("give");
  const { frames } = usePlayback();
  const here = usePlaybackValue(({ range, frame }) =>
    range.to !== null && range.to > from ? range.to : frame,
  );
  return (
    <fieldset className={styles.field} aria-label={t("range")}>
      <span className={styles.label}>{t("range")}</span>
      {to === null ? (
        <Button small disabled={here <= from} onClick={() => onChange(here)}>
          {here > from ? t("endHere", { timecode: timecodeOf(here, frames) }) : t("endLater")}
        </Button>
      ) : (
        <span className={styles.range}>
          {t("until", { timecode: timecodeOf(to, frames) })}
          <IconButton small label={t("noRange")} onClick={() => onChange(null)}>
            <X />
          </IconButton>
        </span>
      )}
    </fieldset>
  );
}
