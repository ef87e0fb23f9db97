"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Hint } from "../hint/hint";
import styles from "./button.module.scss";

type Look = {
  kind?: "primary" | "secondary" | "quiet" | "danger";
  small?: boolean;
  wide?: boolean;
};

type ButtonProps = Omit<ComponentProps<typeof BaseButton>, "className"> &
  Look & {
    /** Something is being sent: a second press does nothing, and the focus stays. */
    busy?: boolean;
  };

const look = ({ kind = "secondary", small, wide }: Look) =>
  clsx(styles.button, styles[kind], small && styles.small, wide && styles.wide);

export function Button({ kind, small, wide, busy = false, disabled, ...props }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...props}
      disabled={busy || disabled === true}
      focusableWhenDisabled={busy}
      className={look({ kind, small, wide } as Look)}
    />
  );
}

export function LinkButton({
  kind,
  small,
  wide,
  ...props
}: Look & Omit<ComponentProps<typeof Link>, "className">) {
  return <Link {...props} className={look({ kind, small, wide } as Look)} />;
}

/** A button that shows only an icon; `label` is its name, and its hint. */
export function IconButton({
  label,
  keys,
  small,
  kind = "quiet",
  children,
  ...props
}: Omit<ButtonProps, "children" | "wide" | "busy"> & {
  label: string;
  /** The key that does the same. */
  keys?: string;
  children: ReactNode;
}) {
  return (
    <Hint label={label} keys={keys}>
      <BaseButton
        type="button"
        aria-label={label}
        {...props}
        className={clsx(styles.button, styles[kind], styles.icon, small && styles.small)}
      >
        {children}
      </BaseButton>
    </Hint>
  );
}
