"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { ConfirmDialog, IconButton } from "@/shared/ui";

type Props = { id: string; name: string; projectId?: string; onEnded: () => void };

/** Ends a token, after asking. */
export function EndToken({ id, name, projectId, onEnded }: Props) {
  const t = useTranslations("tokens");
  const attempt = useAttempt();
  const [endPersonal] = api.useEndPersonalTokenMutation();
  const [endOfProject] = api.useEndProjectTokenMutation();
  const [asks, setAsks] = useState(false);
  const end = async () => {
    const sent = projectId ? endOfProject({ id: projectId, tokenId: id }) : endPersonal({ id });
    const done = await attempt(sent);
    onEnded();
    return done;
  };
  return (
    <>
      <IconButton small label={t("endOf", { name })} onClick={() => setAsks(true)}>
        <X />
      </IconButton>
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("endTitle", { name })}
        description={t(projectId ? "endHelpProject" : "endHelp")}
        verb={t("end")}
        onConfirm={end}
      />
    </>
  );
}
