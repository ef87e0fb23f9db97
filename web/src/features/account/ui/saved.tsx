"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import styles from "./account.module.scss";

/** Says beside a form that it was saved. */
export function Saved({ is }: { is: boolean }) {
  const t = useTranslations("account");
  return (
    <span role="status" className={styles.saved}>
      {is && (
        <>
          <Check aria-hidden="true" />
          {t("saved")}
        </>
      )}
    </span>
  );
}
