"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog } from "@/shared/ui";
import { forget } from "../model/flow";
import { LoginForm } from "./login-form";

/**
 * The session was ended elsewhere. The page stays behind the dialog with all that was typed, and
 * goes on when the same person logs in again.
 */
export function SessionEnded({ email, unsent }: { email: string; unsent: ReactNode }) {
  const t = useTranslations("account.expired");
  const dispatch = useAppDispatch();
  return (
    <Dialog open title={t("title")} description={t("help")}>
      <LoginForm email={email} onDone={() => {}} />
      {unsent}
      <Button kind="quiet" small onClick={() => dispatch(forget())}>
        {t("other")}
      </Button>
    </Dialog>
  );
}
