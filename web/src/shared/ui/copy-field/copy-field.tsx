"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button } from "../button/button";
import styles from "./copy-field.module.scss";

/** A text that is only to be copied: an address, a secret. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations("common");
  const dispatch = useAppDispatch();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Not over plain HTTP, and not where the person has forbidden it.
      if (field.current) selectAll(field.current);
      dispatch(toastShown({ kind: "info", text: t("copyFailed") }));
    }
  }

  return (
    <div className={styles.copy}>
      <input
        ref={field}
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => selectAll(event.currentTarget)}
      />
      <Button small kind="primary" onClick={() => void copy()}>
        {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {t(copied ? "copied" : "copy")}
      </Button>
      {/* A status inside of the button would leave it without a name. */}
      <span role="status" className={styles.said}>
        {copied && t("copied")}
      </span>
    </div>
  );
}

/** Backwards, so that its beginning is what is seen of a long one. */
const selectAll = (field: HTMLInputElement) =>
  field.setSelectionRange(0, field.value.length, "backward");
