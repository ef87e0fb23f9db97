"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { askPasskey, passkeyRefusal } from "@/shared/lib/sign-in";
import { type AppDispatch, useAppDispatch } from "@/shared/lib/store";
import { Button, Notice } from "@/shared/ui";

/** Says who somebody is by one of their passkeys. */
export function PasskeyConfirmation({ onDone }: { onDone: () => void }) {
  const t = useTranslations("methods");
  const dispatch = useAppDispatch();
  const reason = useReason();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  async function use(): Promise<void> {
    setBusy(true);
    setMessage(null);
    const outcome = await dispatch(confirmByPasskey()).finally(() => setBusy(false));
    if (typeof outcome === "string") {
      setMessage(t(outcome === "elsewhere" ? "passkeyElsewhere" : "noPasskeyUsed"));
    } else if (outcome.error) setMessage(reason(refusalOf(outcome.error)));
    else onDone();
  }

  return (
    <>
      {message && <Notice kind="error">{message}</Notice>}
      <Button wide busy={busy} onClick={() => void use()}>
        <KeyRound aria-hidden="true" />
        {t("usePasskey")}
      </Button>
    </>
  );
}

const confirmByPasskey = () => async (dispatch: AppDispatch) => {
  const fresh = { forceRefetch: true, subscribe: false } as const;
  const ask = api.endpoints.getAuthWebauthnReauthenticate.initiate({}, fresh);
  const { data, error } = await dispatch(ask);
  if (!data) return { error };
  try {
    const credential = await askPasskey(data.data.request_options);
    const confirm = api.endpoints.postAuthWebauthnReauthenticate.initiate({ body: { credential } });
    return await dispatch(confirm);
  } catch (refused) {
    return passkeyRefusal(refused);
  }
};
