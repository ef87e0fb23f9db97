import { useEffect, useEffectEvent } from "react";
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
import { useAppDispatch } from "@/shared/lib/store";
import { TOOLS } from "./tools";

/** Keys while one draws, unless somebody types: 1 to 6, Ctrl+Z, Delete and Escape. */
export function useDrawingKeys(cancelStroke: () => boolean): void {
  const dispatch = useAppDispatch();
  const { selected } = useSelector(selectForm);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const action =
      event.ctrlKey || event.metaKey ? withControl(event) : event.altKey ? null : plain(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  function withControl(event: KeyboardEvent): (() => void) | null {
    const key = event.key.toLowerCase();
    if (key === "y" || (key === "z" && event.shiftKey)) return () => dispatch(redone());
    return key === "z" ? () => dispatch(undone()) : null;
  }
  function plain(event: KeyboardEvent): (() => void) | null {
    const tool = TOOLS[Number(event.key) - 1]?.tool;
    if (tool) return () => dispatch(penChanged({ tool }));
    if (event.key === "Escape") return leave;
    const removes = selected !== null && (event.key === "Delete" || event.key === "Backspace");
    return removes ? () => dispatch(shapeRemoved()) : null;
  }
  function leave(): void {
    if (cancelStroke()) return;
    dispatch(selected === null ? formClosed() : shapeSelected(null));
  }

  useEffect(() => {
    // Before the keys of the player.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest("input:not([type=radio]), textarea, select, [role=menu], [role=dialog]") !== null;
