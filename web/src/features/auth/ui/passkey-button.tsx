"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useReason } from "@/shared/lib/notifications";
import { canUsePasskeys } from "@/shared/lib/sign-in";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Notice } from "@/shared/ui";
import type { Step } from "../model/flow";
import { givePasskey, logInWithPasskey } from "../model/passkey";
import type { Pending } from "../model/slice";

/** Logs in with a passkey, or gives it as the second factor that is waited for. */
export function PasskeyButton({
  pending,
  onDone,
}: {
  pending?: Pending;
  onDone: (step: Step) => void;
}) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const reason = useReason();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  if (!canUsePasskeys()) return null;

  async function use(): Promise<void> {
    setBusy(true);
    setMessage(null);
    const outcome = await dispatch(pending ? givePasskey(pending) : logInWithPasskey());
    setBusy(false);
    if (typeof outcome === "string") {
      setMessage(t(outcome === "elsewhere" ? "passkeyElsewhere" : "noPasskey"));
    } else if ("refusal" in outcome) setMessage(reason(outcome.refusal));
    else onDone(outcome.step);
  }

  return (
    <>
      {message && <Notice kind="error">{message}</Notice>}
      <Button wide busy={busy} onClick={() => void use()}>
        <KeyRound aria-hidden="true" />
        {t(pending ? "usePasskey" : "passkeyLogIn")}
      </Button>
    </>
  );
}
