"use client";

import { clsx } from "clsx";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { IconButton } from "../button/button";
import styles from "./search-field.module.scss";

type Props = {
  label: string;
  value: string;
  onChange: (words: string) => void;
  /** For the narrow head of a panel. */
  small?: boolean;
};

/** Words by which a list is searched. Escape, and the cross, empty it. */
export function SearchField({ label, value, onChange, small = false }: Props) {
  const t = useTranslations("common");
  const field = useRef<HTMLInputElement>(null);
  return (
    <search className={clsx(styles.search, small && styles.small)}>
      <Search aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onChange("");
          // Back to the keys of the page.
          event.currentTarget.blur();
        }}
      />
      {value && (
        <IconButton
          small
          label={t("clearSearch")}
          onClick={() => {
            onChange("");
            field.current?.focus();
          }}
        >
          <X />
        </IconButton>
      )}
    </search>
  );
}
