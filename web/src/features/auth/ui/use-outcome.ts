import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Refusal } from "@/shared/api";
import type { Outcome } from "../model/flow";

/** Sends a form once at a time and keeps why it was refused. */
export function useOutcome(onDone: (step: "in" | "verify") => void) {
  const t = useTranslations("common");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send(step: () => Promise<Outcome>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    const outcome = await step();
    setBusy(false);
    if (outcome.step === "refused") setRefusal(outcome.refusal);
    else onDone(outcome.step);
  }

  const message =
    refusal && Object.keys(refusal.fields).length === 0
      ? refusal.message || t(refusal.status === 0 ? "offline" : "failed")
      : null;
  return { busy, send, message, fields: refusal?.fields ?? {} };
}
