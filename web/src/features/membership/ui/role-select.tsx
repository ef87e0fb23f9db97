"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Member, useRoleOptions } from "@/entities/member";
import { api, changeFrom } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { OvertakenDialog, Select } from "@/shared/ui";

type Props = { projectId: string; member: Member; disabled: boolean };
type Role = Member["role"];

/** Gives a member another role. The answer comes back as an event, like everybody's changes. */
export function RoleSelect({ projectId, member, disabled }: Props) {
  const t = useTranslations("people");
  const attempt = useAttempt();
  const [update, { isLoading }] = api.useUpdateMemberMutation();
  const [list] = api.useLazyListMembersQuery();
  const [overtaken, setOvertaken] = useState<{ now: Member; wanted: Role } | null>(null);

  async function give(role: Role, { etag, role: before }: Member): Promise<void> {
    setOvertaken(null);
    const answer = await changeFrom<Member>({
      etag,
      before,
      wanted: role,
      pick: (row) => row.role,
      send: (seen) =>
        update({
          id: projectId,
          userId: member.id,
          "If-Match": seen,
          changeMember: { role },
        }),
      read: async () => {
        const { data, error } = await list({ id: projectId, limit: 500 });
        return { data: data?.find(({ id }) => id === member.id), error };
      },
    });
    if ("other" in answer) setOvertaken({ now: answer.other, wanted: role });
    else if ("error" in answer) await attempt(Promise.resolve(answer));
  }

  return (
    <>
      <Select
        label={t("roleOf", { name: member.user.name })}
        value={member.role}
        options={useRoleOptions(member.guest ? "editor" : "admin")}
        disabled={disabled || isLoading}
        onChange={(role) => void give(role, member)}
      />
      <OvertakenDialog
        values={
          overtaken && [
            {
              label: t("roleOf", { name: member.user.name }),
              now: t(`roles.${overtaken.now.role}`),
              yours: t(`roles.${overtaken.wanted}`),
            },
          ]
        }
        onTheirs={() => setOvertaken(null)}
        onMine={() => overtaken && void give(overtaken.wanted, overtaken.now)}
      />
    </>
  );
}
