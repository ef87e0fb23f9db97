"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Feedback } from "@/entities/feedback";
import type { Role } from "@/entities/project";
import { type Change, changeMany, deleteMany } from "@/features/feedback-changes";
import type { Member, UserInfo } from "@/shared/api";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, ConfirmDialog } from "@/shared/ui";
import { rightsOver } from "../lib/rights";
import { AssigneeMenu } from "./assignee-menu";
import styles from "./bulk-bar.module.scss";

type Props = {
  feedbacks: Feedback[];
  me: UserInfo;
  role: Role;
  members: Member[];
  onAll: () => void;
  onDone: () => void;
};

/** What can be done with all that is chosen, and how far it has got. */
export function BulkBar({ feedbacks, me, role, members, onAll, onDone }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const [progress, setProgress] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  const ids = feedbacks.map(({ id }) => id);
  const mayDelete = feedbacks.every((one) => rightsOver(one, me.id, role).mayDelete);
  const isIdle = progress === null && ids.length > 0;

  async function run(work: Promise<number>, said: "bulkChanged" | "bulkDeleted"): Promise<void> {
    const done = await work;
    setProgress(null);
    if (done > 0) dispatch(toastShown({ kind: "info", text: t(said, { count: done }) }));
    if (done === ids.length) onDone();
  }
  const change = (changes: Change) =>
    run(dispatch(changeMany(ids, changes, t("notDone"), setProgress)), "bulkChanged");
  return (
    <section className={styles.bar} aria-label={t("selection")}>
      <div className={styles.row}>
        <p role="status">
          {progress === null
            ? t("selected", { count: ids.length })
            : t("progress", { done: progress, count: ids.length })}
        </p>
        <Button kind="quiet" small onClick={onAll} disabled={progress !== null}>
          {t("selectAll")}
        </Button>
        <Button kind="quiet" small onClick={onDone} disabled={progress !== null}>
          {t("cancel")}
        </Button>
      </div>
      <div className={styles.row}>
        <Button small disabled={!isIdle} onClick={() => void change({ status: "resolved" })}>
          {t("resolve")}
        </Button>
        <Button small disabled={!isIdle} onClick={() => void change({ status: "open" })}>
          {t("reopen")}
        </Button>
        <AssigneeMenu
          members={members}
          disabled={!isIdle}
          onChoose={(assignee) => void change({ assignee })}
        >
          {t("assign")}
        </AssigneeMenu>
        <Button small disabled={!isIdle || !mayDelete} onClick={() => setAsking(true)}>
          {t("delete")}
        </Button>
      </div>
      <ConfirmDialog
        title={t("deleteMany", { count: ids.length })}
        description={t("deleteHelp")}
        verb={t("delete")}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          // How far it has got is said in the bar.
          setAsking(false);
          await run(dispatch(deleteMany(ids, t("notDone"), setProgress)), "bulkDeleted");
          return true;
        }}
      />
    </section>
  );
}
