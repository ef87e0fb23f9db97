"use client";

import { useTranslations } from "next-intl";
import { type Project, projectLeft } from "@/entities/project";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { ConfirmDialog } from "@/shared/ui";

type Props = {
  project: Project;
  meId: string;
  onGone: (() => void) | undefined;
  open: boolean;
  onClose: () => void;
};

/** Leaves a project. Its only admin is told by the API why they can't. */
export function LeaveProject({ project, meId, onGone, open, onClose }: Props) {
  const t = useTranslations("people");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const [remove] = api.useRemoveMemberMutation();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("leaveTitle")}
      description={t("leaveHelp")}
      verb={t("leaveVerb")}
      onConfirm={async () => {
        const done = await attempt(remove({ id: project.id, userId: meId }));
        if (done) {
          onGone?.();
          dispatch(projectLeft(project.id));
        }
        return done;
      }}
    />
  );
}
