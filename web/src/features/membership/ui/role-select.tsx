"use client";

import { useTranslations } from "next-intl";
import { type Member, useRoleOptions } from "@/entities/member";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Select } from "@/shared/ui";

type Props = { projectId: string; member: Member; disabled: boolean };

/** Gives a member another role. The answer comes back as an event, like everybody's changes. */
export function RoleSelect({ projectId, member, disabled }: Props) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const [update, { isLoading }] = api.useUpdateMemberMutation();
  return (
    <Select
      label={t("roleOf", { name: member.user.name })}
      value={member.role}
      options={useRoleOptions(member.guest ? "editor" : "admin")}
      disabled={disabled || isLoading}
      onChange={(role) =>
        void attempt(update({ id: projectId, userId: member.id, changeMember: { role } }))
      }
    />
  );
}
