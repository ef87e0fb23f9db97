"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { SignupForm, selectVerification, VerifyForm } from "@/features/auth";
import { useAfterSignIn } from "@/shared/lib/next-page";
import { AuthFrame } from "@/widgets/auth-frame";

export default function SignupPage() {
  const t = useTranslations("auth");
  const verification = useSelector(selectVerification);
  const { goOn, query } = useAfterSignIn();
  const onDone = (step: "in" | "verify") => step === "in" && goOn();
  if (verification) {
    return (
      <AuthFrame title={t("verifyTitle")}>
        <VerifyForm {...verification} onDone={onDone} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={t("signUpTitle")}
      lead={t("signUpLead")}
      footer={
        <>
          {t("haveAccount")} <Link href={`/login${query}`}>{t("logIn")}</Link>
        </>
      }
    >
      <SignupForm onDone={onDone} />
    </AuthFrame>
  );
}
