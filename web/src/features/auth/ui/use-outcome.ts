import { useState } from "react";
import type { Refusal } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";

type Outcome<Step> = { step: Step } | { step: "refused"; refusal: Refusal };

/** Sends a form once at a time and keeps why it was refused. */
export function useOutcome<Step extends string>(onDone: (step: Step) => void) {
  const reason = useReason();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send(step: () => Promise<Outcome<Step>>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    const outcome = await step();
    setBusy(false);
    if ("refusal" in outcome) setRefusal(outcome.refusal);
    else onDone(outcome.step);
  }

  const message = refusal && Object.keys(refusal.fields).length === 0 ? reason(refusal) : null;
  return { busy, send, refusal, message, fields: refusal?.fields ?? {} };
}
