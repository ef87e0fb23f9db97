"use client";

import { Popover } from "@base-ui/react/popover";
import { Smile } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useRef } from "react";
import { IconButton } from "../button/button";
import styles from "./emoji-picker.module.scss";

/** Those that reviews need; each is one code point. */
const EMOJI = [
  ..."👍👎👏🙌🙏💪👀🤔😀😂😍😢😮😡🥳😴🔥🎉💯🚀🎬🎥🎞🎨🎵🔊🔇💡📌📝🔍🚫🐛💄🌈🌙🌟💙💚💛💜",
];
const COLUMNS = 8;

/** A button that opens a small set of emoji, and puts the chosen one into a text, at its caret. */
export function EmojiPicker({
  field,
  onChange,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
}) {
  const t = useTranslations("writing");
  const grid = useRef<HTMLDivElement>(null);

  function take(emoji: string): void {
    const { current: area } = field;
    if (!area) return;
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, "end");
    onChange(area.value);
  }
  function walk(event: KeyboardEvent): void {
    const buttons = [...(grid.current?.querySelectorAll("button") ?? [])];
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    buttons[here + step]?.focus();
  }

  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton small label={t("emoji")}>
            <Smile />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start">
          <Popover.Popup className={styles.popup} aria-label={t("emoji")} finalFocus={field}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons bubble their keys */}
            <div ref={grid} className={styles.grid} onKeyDown={walk}>
              {EMOJI.map((emoji) => (
                <Popover.Close key={emoji} className={styles.emoji} onClick={() => take(emoji)}>
                  {emoji}
                </Popover.Close>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
