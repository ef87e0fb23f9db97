"use client";

import { Search } from "lucide-react";
import styles from "./search-field.module.scss";

type Props = { label: string; value: string; onChange: (words: string) => void };

/** Words by which a list is searched. Escape, and the system's own cross, empty it. */
export function SearchField({ label, value, onChange }: Props) {
  return (
    <search className={styles.search}>
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onChange("")}
      />
    </search>
  );
}
