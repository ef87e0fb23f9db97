"use client";

import { nanoid } from "@reduxjs/toolkit";
import { RotateCw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Invitation } from "@/entities/invitation";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { ConfirmDialog, IconButton } from "@/shared/ui";

/** Sends the mail of an invitation again, or ends it. */
export function InvitationActions({ invitation }: { invitation: Invitation }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const [resend, resending] = api.useResendInvitationMutation();
  const [revoke] = api.useRevokeInvitationMutation();
  const [asks, setAsks] = useState(false);
  const { id, email, status, account } = invitation;
  const mayResend = status !== "revoked" && !account;
  return (
    <>
      {mayResend && (
        <IconButton
          small
          label={t("resendTo", { email })}
          disabled={resending.isLoading}
          onClick={() => void attempt(resend({ id, "Idempotency-Key": nanoid() }))}
        >
          <RotateCw />
        </IconButton>
      )}
      {status !== "revoked" && (
        <IconButton small label={t("revokeOf", { email })} onClick={() => setAsks(true)}>
          <X />
        </IconButton>
      )}
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("revokeTitle", { email })}
        description={t("revokeHelp")}
        verb={t("revoke")}
        onConfirm={() => attempt(revoke({ id }))}
      />
    </>
  );
}
