"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog } from "@/shared/ui";
import { forget } from "../model/flow";
import { selectPending } from "../model/slice";
import { LoginForm } from "./login-form";
import { PendingForm } from "./pending-form";
import { ProviderButtons } from "./provider-buttons";

/**
 * The session was ended elsewhere. The page stays behind the dialog with all that was typed, and
 * goes on when the same person logs in again.
 */
export function SessionEnded({ email, unsent }: { email: string; unsent: ReactNode }) {
  const t = useTranslations("auth.expired");
  const dispatch = useAppDispatch();
  const pending = useSelector(selectPending);
  const here = `${window.location.pathname}${window.location.search}`;
  return (
    <Dialog open title={t("title")} description={t("help")}>
      {pending ? (
        <PendingForm pending={pending} onDone={() => {}} />
      ) : (
        <>
          <LoginForm email={email} onDone={() => {}} />
          <ProviderButtons query={`?next=${encodeURIComponent(here)}`} />
        </>
      )}
      {unsent}
      <Button kind="quiet" small onClick={() => dispatch(forget())}>
        {t("other")}
      </Button>
    </Dialog>
  );
}
