"use client";

import { useTranslations } from "next-intl";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Skeleton, TextField } from "@/shared/ui";
import { giveAddress, type Step } from "../model/flow";
import type { Pending } from "../model/slice";
import { AuthForm } from "./auth-form";
import { useOutcome } from "./use-outcome";

/** Asks for the address that another service did not tell. */
export function AddressForm({
  pending,
  onDone,
}: {
  pending: Pending;
  onDone: (step: Step) => void;
}) {
  const t = useTranslations("auth");
  const dispatch = useAppDispatch();
  const { busy, send, message, fields } = useOutcome(onDone);
  const { data, isLoading } = api.useGetAuthProviderSignupQuery({
    "X-Session-Token": pending.sessionToken,
  });
  if (isLoading) return <Skeleton height={160} />;
  return (
    <AuthForm
      lead={t("addressNeeded", { provider: pending.provider ?? "" })}
      action={t("sendCode")}
      busy={busy}
      message={message}
      onSend={(text) =>
        void send(() => dispatch(giveAddress(pending, text("name"), text("email").trim())))
      }
    >
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={data?.data.user.name ?? ""}
        error={fields.name}
      />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        error={fields.email}
      />
    </AuthForm>
  );
}
