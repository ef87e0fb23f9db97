import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo } from "react";
import { useSelector } from "react-redux";
import {
  formClosed,
  penChanged,
  redone,
  selectForm,
  shapeRemoved,
  shapeSelected,
  undone,
} from "@/features/feedback";
import { type Shortcut, useShortcuts } from "@/shared/lib/shortcuts";
import { useAppDispatch } from "@/shared/lib/store";
import { TOOLS } from "./tools";

/** Keys while one draws. Escape gives up the stroke, then the selection, then the form. */
export function useDrawingKeys(cancelStroke: () => boolean): void {
  const t = useTranslations("give");
  const dispatch = useAppDispatch();
  const { selected } = useSelector(selectForm);
  const shortcuts = useMemo(
    (): Shortcut[] => [
      ...TOOLS.map(({ tool }, index) => ({
        keys: [String(index + 1)],
        label: t(`tools.${tool}`),
        run: () => dispatch(penChanged({ tool })),
      })),
      { keys: ["Ctrl+Z"], label: t("undo"), repeats: true, run: () => dispatch(undone()) },
      {
        keys: ["Ctrl+Shift+Z", "Ctrl+Y"],
        label: t("redo"),
        repeats: true,
        run: () => dispatch(redone()),
      },
      {
        keys: ["Delete", "Backspace"],
        label: t("deleteShape"),
        run: () => dispatch(shapeRemoved()),
      },
    ],
    [t, dispatch],
  );
  useShortcuts(t("drawing"), shortcuts);

  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || isTyping(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!cancelStroke()) dispatch(selected === null ? formClosed() : shapeSelected(null));
  });
  useEffect(() => {
    // Before the Escape of the room.
    window.addEventListener("keydown", onEscape, { capture: true });
    return () => window.removeEventListener("keydown", onEscape, { capture: true });
  }, []);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input:not([type=radio]), textarea, select, [role=menu], [role=dialog]") !== null;
