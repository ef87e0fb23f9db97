"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Redo2, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import {
  type Pen,
  penChanged,
  redone,
  selectForm,
  selectOpenDraft,
  shapeRemoved,
  shapesChanged,
  undone,
} from "@/features/feedback";
import { useAppDispatch } from "@/shared/lib/store";
import { Hint, IconButton } from "@/shared/ui";
import styles from "./drawing-tools.module.scss";
import { COLORS, TOOLS, WIDTHS } from "./tools";

type State = Parameters<typeof selectOpenDraft>[0];

/** Tools, colours and widths, and how to take something back. */
export function DrawingTools({ videoId }: { videoId: string }) {
  const t = useTranslations("give");
  const dispatch = useAppDispatch();
  const { pen, past, future, selected } = useSelector(selectForm);
  const shapes = useSelector((state: State) => selectOpenDraft(state, videoId))?.shapes ?? [];
  const change = (changes: Partial<Pen>) => dispatch(penChanged(changes));
  return (
    <div className={styles.tools} role="toolbar" aria-label={t("drawing")}>
      <Choice
        label={t("tool")}
        value={pen.tool}
        onChange={(tool) => change({ tool })}
        options={TOOLS.map(({ tool, Icon }, index) => ({
          value: tool,
          label: t(`tools.${tool}`),
          keys: String(index + 1),
          icon: <Icon aria-hidden="true" />,
        }))}
      />
      <span className={styles.actions}>
        <IconButton
          small
          label={t("undo")}
          keys="Ctrl Z"
          disabled={past.length === 0}
          onClick={() => dispatch(undone())}
        >
          <Undo2 />
        </IconButton>
        <IconButton
          small
          label={t("redo")}
          keys="Ctrl Shift Z"
          disabled={future.length === 0}
          onClick={() => dispatch(redone())}
        >
          <Redo2 />
        </IconButton>
        <IconButton
          small
          label={selected === null ? t("clear") : t("deleteShape")}
          {...(selected !== null && { keys: "Delete" })}
          disabled={shapes.length === 0}
          onClick={() => dispatch(selected === null ? shapesChanged([]) : shapeRemoved())}
        >
          <Trash2 />
        </IconButton>
      </span>
      <Choice
        label={t("color")}
        value={pen.color}
        onChange={(color) => change({ color })}
        options={COLORS.map(({ name, color }) => ({
          value: color,
          label: t(`colors.${name}`),
          icon: <span className={styles.swatch} style={{ background: color }} />,
        }))}
      />
      <Choice
        label={t("width")}
        value={pen.width}
        onChange={(width) => change({ width })}
        options={WIDTHS.map(({ name, width }) => ({
          value: width,
          label: t(`widths.${name}`),
          icon: <span className={styles.line} style={{ height: width }} />,
        }))}
      />
    </div>
  );
}

type Option<T> = { value: T; label: string; keys?: string; icon: ReactNode };
type ChoiceProps<T> = {
  label: string;
  value: T;
  options: Option<T>[];
  onChange: (value: T) => void;
};

/** A choice by icons, one of which is pressed. */
function Choice<T extends string | number>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as T)}
      className={styles.choice}
    >
      {options.map((option) => (
        <Hint key={option.value} label={option.label} keys={option.keys}>
          <Radio.Root value={option.value} aria-label={option.label} className={styles.option}>
            {option.icon}
          </Radio.Root>
        </Hint>
      ))}
    </RadioGroup>
  );
}
