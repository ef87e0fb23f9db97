"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { ConfirmDialog, IconButton } from "@/shared/ui";

export function RevokeLink({ id }: { id: string }) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const [revoke] = api.useRevokeShareLinkMutation();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <IconButton small label={t("revokeLink")} onClick={() => setAsks(true)}>
        <X />
      </IconButton>
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("revokeLinkTitle")}
        description={t("revokeLinkHelp")}
        verb={t("revoke")}
        onConfirm={() => attempt(revoke({ id }))}
      />
    </>
  );
}
