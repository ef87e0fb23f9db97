"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button } from "../button/button";
import styles from "./unsent-texts.module.scss";

/** A text that somebody has typed and that can't be sent. */
export type Unsent = {
  key: string;
  kind: "reply" | "edit" | "feedback";
  text: string;
  /** Why it can't be sent, where the page does not say it anyway. */
  why?: "feedbackGone" | "commentGone" | "roleGone" | "accessEnded";
  onDiscard: () => void;
};

/** What was typed and can't be sent any more: to be read and copied until it is thrown away. */
export function UnsentTexts({ texts }: { texts: Unsent[] }) {
  const t = useTranslations("unsent");
  const id = useId();
  if (texts.length === 0) return null;
  return (
    <section className={styles.texts} aria-labelledby={id} data-testid="unsent">
      <h2 id={id}>{t("title")}</h2>
      <ul>
        {texts.map(({ key, ...unsent }) => (
          <Text key={key} {...unsent} />
        ))}
      </ul>
    </section>
  );
}

function Text({ kind, text, why, onDiscard }: Omit<Unsent, "key">) {
  const t = useTranslations("unsent");
  const dispatch = useAppDispatch();
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Not over plain HTTP, and not where the person has forbidden it.
      dispatch(toastShown({ kind: "info", text: t("copyFailed") }));
    }
  }

  return (
    <li className={styles.unsent}>
      <p className={styles.why}>
        <strong>{t(`kinds.${kind}`)}</strong> {why && t(`why.${why}`)}
      </p>
      <p className={styles.text}>{text}</p>
      <div className={styles.actions}>
        <Button kind="quiet" small onClick={onDiscard}>
          {t("discard")}
        </Button>
        <Button small onClick={() => void copy()}>
          {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          {t(copied ? "copied" : "copy")}
        </Button>
        <span role="status" className={styles.hidden}>
          {copied && t("copied")}
        </span>
      </div>
    </li>
  );
}
