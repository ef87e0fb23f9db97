"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useShortcuts } from "@/shared/lib/shortcuts";
import { part } from "@/shared/parts";

const ShortcutHelp = part(() =>
  import("@/widgets/shortcut-help").then(({ ShortcutHelp }) => ShortcutHelp),
);

/** The list of all keys, behind `?`. */
export function useShortcutHelp(): { dialog: ReactNode; open: () => void } {
  const t = useTranslations("player");
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => setOpen(true), []);
  const shortcuts = useMemo(() => [{ keys: ["?"], label: t("shortcuts"), run: open }], [t, open]);
  useShortcuts(t("reviewing"), shortcuts);
  return { dialog: isOpen ? <ShortcutHelp onClose={() => setOpen(false)} /> : null, open };
}
