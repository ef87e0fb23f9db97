"use client";

import { Menu } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { SmilePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectNames } from "@/entities/user";
import { useAppDispatch } from "@/shared/lib/store";
import { Hint, menu } from "@/shared/ui";
import { type Target, toggleReaction } from "../model/actions";
import styles from "./reactions.module.scss";

/** What is offered. The API takes one code point of U+1F300–U+1FAD6, so no ❤ (U+2764). */
const OFFERED = ["👍", "👎", "🙏", "👏", "🎉", "🔥", "👀", "💯", "😂", "😍", "😮", "🤔"];

type Props = {
  target: Target;
  /** By emoji: the ids of those who gave it. */
  people: Record<string, string[]>;
  meId: string;
  mayReact: boolean;
};

/** The reactions to a feedback or a comment; a press gives one's own or takes it back. */
export function Reactions({ target, people, meId, mayReact }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const names = useSelector(selectNames);
  const toggle = (emoji: string) => {
    const added = !people[emoji]?.includes(meId);
    void dispatch(toggleReaction({ ...target, emoji, meId, added, refused: t("notDone") }));
  };
  return (
    <>
      {Object.entries(people).map(([emoji, ids]) => {
        const who = ids.map((id) => (id === meId ? t("you") : (names[id] ?? t("somebody"))));
        const label = t("reaction", { emoji, count: ids.length, names: who.join(", ") });
        return (
          <Hint key={emoji} label={label}>
            <button
              type="button"
              className={clsx(styles.reaction, ids.includes(meId) && styles.mine)}
              aria-label={label}
              aria-pressed={ids.includes(meId)}
              disabled={!mayReact}
              onClick={() => toggle(emoji)}
            >
              {emoji} {ids.length}
            </button>
          </Hint>
        );
      })}
      {mayReact && (
        <Menu.Root orientation="horizontal">
          <Menu.Trigger className={styles.add} aria-label={t("react")}>
            <SmilePlus aria-hidden="true" />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner sideOffset={4} align="start">
              <Menu.Popup className={clsx(menu.popup, styles.emojis)}>
                {OFFERED.map((emoji) => (
                  <Menu.Item key={emoji} className={styles.emoji} onClick={() => toggle(emoji)}>
                    {emoji}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </>
  );
}
