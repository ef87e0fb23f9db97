"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import {
  LoginForm,
  PasskeyButton,
  PendingForm,
  ProviderButtons,
  type Step,
  selectPending,
  usePendingTitle,
} from "@/features/auth";
import { useAfterSignIn } from "@/shared/lib/address";
import { AuthFrame } from "@/widgets/auth-frame";

export default function LoginPage() {
  const t = useTranslations("auth");
  const pending = useSelector(selectPending);
  const pendingTitle = usePendingTitle(pending);
  const { goOn, query } = useAfterSignIn();
  const onDone = (step: Step) => step === "in" && goOn();
  if (pending) {
    return (
      <AuthFrame title={pendingTitle}>
        <PendingForm pending={pending} onDone={onDone} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={t("logInTitle")}
      lead={t("logInLead")}
      footer={
        <>
          {t("noAccount")} <Link href={`/signup${query}`}>{t("signUp")}</Link>
        </>
      }
    >
      <LoginForm onDone={onDone} />
      <PasskeyButton onDone={onDone} />
      <ProviderButtons query={query} />
    </AuthFrame>
  );
}
