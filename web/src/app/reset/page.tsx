"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { AskForResetForm, ResetForm, selectReset } from "@/features/auth";
import { useAfterSignIn } from "@/shared/lib/address";
import { AuthFrame } from "@/widgets/auth-frame";

export default function ResetPage() {
  const t = useTranslations("auth");
  const reset = useSelector(selectReset);
  const { goOn, query } = useAfterSignIn();
  return (
    <AuthFrame
      title={t("resetTitle")}
      {...(!reset && { lead: t("resetLead") })}
      footer={<Link href={`/login${query}`}>{t("backToLogIn")}</Link>}
    >
      {reset ? (
        <ResetForm {...reset} onDone={(step) => step === "in" && goOn()} />
      ) : (
        <AskForResetForm />
      )}
    </AuthFrame>
  );
}
