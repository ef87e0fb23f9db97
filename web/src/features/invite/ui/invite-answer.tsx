import { useTranslations } from "next-intl";
import type { InvitationBatchResponse } from "@/shared/api";
import { Notice } from "@/shared/ui";
import type { Pasted } from "../lib/addresses";
import styles from "./invite-form.module.scss";

/** What was understood of the pasted list, while it is typed. */
export function Found({ addresses, words }: Pasted) {
  const t = useTranslations("people");
  return (
    <p className={styles.found} role="status">
      <strong>{t("found", { count: addresses.length })}</strong>
      {words.length > 0 && <span>{t("ignored", { words: words.join(", ") })}</span>}
    </p>
  );
}

/** How many were invited, and who was not. Those stay in the field, to be mended. */
export function Answer({ answer }: { answer: InvitationBatchResponse }) {
  const t = useTranslations("people");
  const { queued, total, failed } = answer;
  return (
    <Notice kind={failed.length > 0 ? "error" : "info"}>
      {failed.length > 0 ? t("sentSome", { queued, total }) : t("sentAll", { count: queued })}
      <ul className={styles.failed}>
        {failed.map(({ email, reason }) => (
          <li key={`${email} ${reason}`}>
            <strong>{email}</strong> {t(`reasons.${reason}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
