import type { ComponentProps } from "react";
import styles from "./select.module.scss";

export type Option<T extends string = string> = { value: T; label: string };

type Props<T extends string> = Omit<ComponentProps<"select">, "value" | "onChange"> & {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
};

/** A choice in a row of a list: the system's own control, without a frame. */
export function Select<T extends string>({ label, options, onChange, ...props }: Props<T>) {
  return (
    <select
      aria-label={label}
      {...props}
      className={styles.select}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
