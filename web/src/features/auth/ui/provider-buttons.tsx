"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { beginSignIn } from "@/shared/lib/sign-in";
import { useAppDispatch } from "@/shared/lib/store";
import { Button } from "@/shared/ui";
import styles from "./forms.module.scss";

/** The other services to come in with, if the operator has set any up. `query` has where to go on. */
export function ProviderButtons({ query }: { query: string }) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const { data } = api.useGetConfigQuery();
  const [chosen, setChosen] = useState<string | null>(null);
  const providers = data?.data.socialaccount?.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <div className={styles.others}>
      <p className={styles.or}>{t("or")}</p>
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          wide
          busy={chosen !== null}
          onClick={async () => {
            setChosen(id);
            const leaves = await attempt(dispatch(beginSignIn("login", { id, name }, query)));
            if (!leaves) setChosen(null);
          }}
        >
          {t("continueWith", { provider: name })}
        </Button>
      ))}
    </div>
  );
}
