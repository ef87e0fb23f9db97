"use client";

import { useTranslations } from "next-intl";
import type { Step } from "../model/flow";
import type { Pending } from "../model/slice";
import { AddressForm } from "./address-form";
import { FactorForm } from "./factor-form";
import { VerifyForm } from "./verify-form";

type Props = { pending: Pending; onDone: (step: Step) => void };

const TITLES = {
  verify: "verifyTitle",
  address: "addressTitle",
  factor: "factorTitle",
} as const;
const FORMS = { verify: VerifyForm, address: AddressForm, factor: FactorForm };

/** Asks for what a sign-up or log-in waits for. */
export function PendingForm(props: Props) {
  const Asks = FORMS[props.pending.step];
  return <Asks key={props.pending.step} {...props} />;
}

export function usePendingTitle(pending: Pending | null): string {
  const t = useTranslations("auth");
  return pending ? t(TITLES[pending.step]) : "";
}
