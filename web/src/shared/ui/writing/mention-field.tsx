"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type ComponentProps, type KeyboardEvent, type RefObject, useId, useState } from "react";
import { begunAt, type Person, peopleFor } from "@/shared/lib/mentions";
import { Avatar } from "../avatar/avatar";
import { TextArea } from "../field/field";
import styles from "./mention-field.module.scss";

type Props = Omit<ComponentProps<typeof TextArea>, "onChange" | "value" | "ref"> & {
  value: string;
  onChange: (text: string) => void;
  people: readonly Person[];
  field: RefObject<HTMLTextAreaElement | null>;
  /** The list opens above the field, where there is no room below it. */
  above?: boolean;
};

/** A text in which one can mention people: an @ opens a list of those whose names begin so. */
export function MentionField({
  value,
  onChange,
  people,
  field,
  above,
  onKeyDown,
  ...props
}: Props) {
  const t = useTranslations("writing");
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const begun = caret === null ? null : begunAt(value, caret);
  const found = begun ? peopleFor(begun.words, people) : [];
  const current = found[Math.min(chosen, found.length - 1)];

  function follow(target: HTMLTextAreaElement): void {
    setCaret(target.selectionStart);
    setChosen(0);
  }
  function take(person: Person): void {
    const { current: area } = field;
    if (!area || !begun || caret === null) return;
    area.setRangeText(`@${person.name} `, begun.from, caret, "end");
    setCaret(null);
    onChange(area.value);
    area.focus();
  }
  /** What a key does while the list is open. */
  function actionOf(key: string, person: Person): (() => void) | null {
    const step = (by: number) => () => setChosen((chosen + by + found.length) % found.length);
    if (key === "ArrowDown") return step(1);
    if (key === "ArrowUp") return step(-1);
    if (key === "Enter" || key === "Tab") return () => take(person);
    return key === "Escape" ? () => setCaret(null) : null;
  }
  function keyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const isPlain = !event.ctrlKey && !event.metaKey;
    const action = current && isPlain ? actionOf(event.key, current) : null;
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    } else onKeyDown?.(event);
  }

  return (
    <div className={styles.frame}>
      <TextArea
        {...props}
        ref={field}
        value={value}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={current ? listId : undefined}
        aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
        onChange={(event) => {
          follow(event.target);
          onChange(event.target.value);
        }}
        onKeyDown={keyDown}
        onBlur={() => setCaret(null)}
      />
      {current && (
        <div
          id={listId}
          role="listbox"
          aria-label={t("people")}
          className={clsx(styles.list, above && styles.above)}
        >
          {found.map((person) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the text keeps the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text takes the keys
            <div
              key={person.id}
              id={`${listId}-${person.id}`}
              role="option"
              aria-selected={person === current}
              className={styles.person}
              // A press must not take the focus from the text.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(person)}
            >
              <Avatar small person={person} />
              {person.name}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
