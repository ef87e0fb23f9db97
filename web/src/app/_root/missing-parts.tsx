"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { retryMissing, useIsMissing } from "@/shared/parts";
import { Button } from "@/shared/ui";
import styles from "./toasts.module.scss";

/** Says that something of the page could not be loaded, for as long as it is missing. */
export function MissingParts() {
  const t = useTranslations("common");
  const isMissing = useIsMissing();
  const [tried, setTried] = useState(false);
  if (!isMissing) return null;
  return (
    <div className={clsx(styles.toast, styles.error)} data-testid="missing-parts">
      <span>{t(tried ? "partStillMissing" : "partMissing")}</span>
      <Button
        small
        onClick={() => {
          setTried(true);
          retryMissing();
        }}
      >
        {t("tryAgain")}
      </Button>
      {/* A release may have replaced the files, and then only that helps. */}
      {tried && (
        <Button small onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      )}
    </div>
  );
}
