"use client";

import { LogOut, UserMinus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Member } from "@/entities/member";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { ConfirmDialog, IconButton } from "@/shared/ui";

type Props = {
  projectId: string;
  member: Member;
  /** It is the reader's own membership: they leave. */
  isMe: boolean;
  onLeft: () => void;
};

export function RemoveMember({ projectId, member, isMe, onLeft }: Props) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const [remove] = api.useRemoveMemberMutation();
  const [asks, setAsks] = useState(false);
  const { name } = member.user;
  return (
    <>
      <IconButton
        small
        label={isMe ? t("leave") : t("remove", { name })}
        onClick={() => setAsks(true)}
      >
        {isMe ? <LogOut /> : <UserMinus />}
      </IconButton>
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={isMe ? t("leaveTitle") : t("removeTitle", { name })}
        description={t(isMe ? "leaveHelp" : "removeHelp")}
        verb={t(isMe ? "leaveVerb" : "removeVerb")}
        onConfirm={async () => {
          const done = await attempt(remove({ id: projectId, userId: member.id }));
          if (done && isMe) onLeft();
          return done;
        }}
      />
    </>
  );
}
