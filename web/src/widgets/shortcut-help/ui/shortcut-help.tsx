"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { currentShortcuts, type Shortcut } from "@/shared/lib/shortcuts";
import { IconButton } from "@/shared/ui";
import styles from "./shortcut-help.module.scss";

/** All keys that work on the page now. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("player");
  const common = useTranslations("common");
  const [groups] = useState(merged);
  const list = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog} initialFocus={list}>
          <header className={styles.header}>
            <Dialog.Title>{t("shortcuts")}</Dialog.Title>
            <Dialog.Close
              render={
                <IconButton label={common("close")}>
                  <X />
                </IconButton>
              }
            />
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
          <div ref={list} className={styles.groups} tabIndex={0}>
            <div className={styles.columns}>
              {groups.map(([title, shortcuts]) => (
                <section key={title}>
                  <h3>{title}</h3>
                  <dl>
                    {shortcuts.map(({ label, keys }) => (
                      <div key={label}>
                        <dt>{label}</dt>
                        <dd>
                          {keys.map((chord) => (
                            <kbd key={chord}>{written(chord, t("space"))}</kbd>
                          ))}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Several components may add to a group. */
function merged(): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const { title, shortcuts } of currentShortcuts()) {
    groups.set(title, [...(groups.get(title) ?? []), ...shortcuts]);
  }
  return [...groups];
}

const SYMBOLS: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
};

function written(chord: string, space: string): string {
  if (chord === "+") return chord;
  return chord
    .split("+")
    .map((key) => (key === "Space" ? space : (SYMBOLS[key] ?? key)))
    .join(" ");
}
