"use client";

import { Field as BaseField } from "@base-ui/react/field";
import { clsx } from "clsx";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import styles from "./field.module.scss";

type Frame = {
  label: string;
  name: string;
  error?: string | undefined;
  description?: string | undefined;
};

/** A label, a control, and what is wrong with it, joined for screen readers. */
function Framed({ label, name, error, description, children }: Frame & { children: ReactNode }) {
  return (
    <BaseField.Root name={name} invalid={Boolean(error)} className={styles.field}>
      <BaseField.Label className={styles.label}>{label}</BaseField.Label>
      {children}
      {description && !error && (
        <BaseField.Description className={styles.description}>{description}</BaseField.Description>
      )}
      <BaseField.Error match={Boolean(error)} className={styles.error}>
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}

type BaseProps = ComponentProps<typeof BaseField.Control>;
type ControlProps = Frame & Omit<BaseProps, "className" | "name">;

/**
 * A field keeps what it began with: the row it came from may change live, and that must neither
 * replace nor move what somebody is typing.
 */
function Control({ defaultValue, ...props }: BaseProps) {
  const [beginning] = useState(defaultValue);
  return (
    <BaseField.Control {...props} {...(beginning !== undefined && { defaultValue: beginning })} />
  );
}

export function TextField({ label, name, error, description, ...props }: ControlProps) {
  return (
    <Framed {...{ label, name, error, description }}>
      <Control {...props} className={styles.input} />
    </Framed>
  );
}

/** A code from a mail: letters, in groups. */
export function CodeField({ label, name, error, description, ...props }: ControlProps) {
  return (
    <Framed {...{ label, name, error, description }}>
      <Control
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        {...props}
        className={clsx(styles.input, styles.code)}
      />
    </Framed>
  );
}

export function PasswordField({ label, name, error, description, ...props }: ControlProps) {
  const t = useTranslations("common");
  const [shown, setShown] = useState(false);
  return (
    <Framed {...{ label, name, error, description }}>
      <div className={styles.password}>
        <Control {...props} type={shown ? "text" : "password"} className={styles.input} />
        <button
          type="button"
          className={styles.reveal}
          aria-pressed={shown}
          aria-label={t("showPassword")}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </button>
      </div>
    </Framed>
  );
}

/** A choice of some, with a label: the system's own control. */
export function SelectField<T extends string>({
  label,
  name,
  error,
  description,
  options,
  onChange,
  ...props
}: Frame & {
  options: readonly { value: T; label: string }[];
  value?: T;
  defaultValue?: T;
  onChange?: (value: T) => void;
  disabled?: boolean;
}) {
  return (
    <Framed {...{ label, name, error, description }}>
      <Control
        {...props}
        {...(onChange && { onValueChange: (value) => onChange(value as T) })}
        className={clsx(styles.input, styles.select)}
        render={
          <select>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        }
      />
    </Framed>
  );
}

/** A text of several lines, with a label. */
export function AreaField({
  label,
  name,
  error,
  description,
  rows = 3,
  ...props
}: ControlProps & { rows?: number }) {
  return (
    <Framed {...{ label, name, error, description }}>
      <Control
        {...props}
        className={clsx(styles.input, styles.area)}
        render={<textarea rows={rows} />}
      />
    </Framed>
  );
}

/** A text of several lines that grows with it. Its label is for screen readers only. */
export function TextArea({
  label,
  ...props
}: { label: string } & Omit<ComponentProps<"textarea">, "className">) {
  return <textarea aria-label={label} {...props} className={clsx(styles.input, styles.area)} />;
}
