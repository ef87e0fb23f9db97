"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useSelector } from "react-redux";
import {
  finishSignIn,
  PendingForm,
  type Return,
  selectPending,
  usePendingTitle,
} from "@/features/auth";
import { insideOf } from "@/shared/lib/address";
import { toastShown, useReason } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { LinkButton, Notice, Skeleton } from "@/shared/ui";
import { AuthFrame } from "@/widgets/auth-frame";

/** Where other services send people back to. */
export default function CallbackPage() {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const router = useRouter();
  const pending = useSelector(selectPending);
  const pendingTitle = usePendingTitle(pending);
  const [returned, setReturned] = useState<Return | null>(null);
  const begins = useRef(true);

  const goOn = (query: string) => router.replace(insideOf(window.location.origin, query));
  useEffect(() => {
    if (!begins.current) return;
    begins.current = false;
    const query = window.location.search;
    // What the service has sent serves once, and stands in no history.
    window.history.replaceState(window.history.state, "", window.location.pathname);
    void dispatch(finishSignIn(query)).then((back) => {
      setReturned(back);
      if (back.outcome.step !== "in") return;
      const { process, provider, query: next } = back.begun as NonNullable<Return["begun"]>;
      if (process === "connect") {
        const text = t("connected", { provider: provider.name });
        dispatch(toastShown({ kind: "info", text }));
      }
      router.replace(insideOf(window.location.origin, next));
    });
  }, [dispatch, router, t]);

  const query = returned?.begun?.query ?? "";
  if (pending) {
    return (
      <AuthFrame title={pendingTitle}>
        <PendingForm pending={pending} onDone={(step) => step === "in" && goOn(query)} />
      </AuthFrame>
    );
  }
  if (!returned || returned.outcome.step === "in") {
    return (
      <AuthFrame title={t("signingIn")}>
        <Skeleton height={48} />
      </AuthFrame>
    );
  }
  return <Failed {...returned} />;
}

function Failed({ begun, outcome }: Return) {
  const t = useTranslations("auth");
  const reason = useReason();
  const provider = begun?.provider.name ?? "";
  const connects = begun?.process === "connect";
  const why =
    "refusal" in outcome
      ? reason(outcome.refusal)
      : outcome.step === "cancelled"
        ? t("cancelled")
        : outcome.step === "failed"
          ? t("providerFailed", { provider })
          : t("notBegun");
  return (
    <AuthFrame
      title={t(connects ? "notConnected" : "notSignedIn")}
      footer={<Link href="/">{t("toStart")}</Link>}
    >
      <Notice kind={"step" in outcome && outcome.step === "cancelled" ? "info" : "error"}>
        {why}
      </Notice>
      <LinkButton
        kind="primary"
        wide
        href={connects ? "/account/security" : `/login${begun?.query ?? ""}`}
      >
        {t(connects ? "backToAccount" : "backToLogIn")}
      </LinkButton>
    </AuthFrame>
  );
}
