"use client";

import { LogOut, Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type AllauthSession, api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Ago, Button, ConfirmDialog, IconButton, Notice, Skeleton } from "@/shared/ui";
import { deviceOf } from "../lib/device";
import styles from "./account.module.scss";

/** The devices on which this person is logged in. */
export function SessionList() {
  const t = useTranslations("account");
  const attempt = useAttempt();
  const query = { refetchOnMountOrArgChange: true };
  const { data, isError, refetch } = api.useGetAuthSessionsQuery({}, query);
  const [end] = api.useDeleteAuthSessionsMutation();
  const [asks, setAsks] = useState(false);
  if (isError) {
    return (
      <div className={styles.form}>
        <Notice kind="error">{t("loadFailed")}</Notice>
        <Button onClick={() => void refetch()}>{t("again")}</Button>
      </div>
    );
  }
  if (!data) return <Skeleton height={48} />;
  const sessions = data.data.toSorted(
    (a, b) => Number(b.is_current) - Number(a.is_current) || b.created_at - a.created_at,
  );
  const others = sessions.filter(({ is_current }) => !is_current).map(({ id }) => id);
  const endAll = async (ids: number[]) => {
    const done = await attempt(end({ allauthEndSessions: { sessions: ids } }));
    // Also after a refusal: somebody may have ended it meanwhile.
    void refetch();
    return done;
  };
  return (
    <div className={styles.form}>
      <p className={styles.help}>{t("sessionsHelp")}</p>
      <ul className={styles.list}>
        {sessions.map((session) => (
          <Row key={session.id} session={session} onEnd={() => void endAll([session.id])} />
        ))}
      </ul>
      {others.length > 0 && <Button onClick={() => setAsks(true)}>{t("endOthers")}</Button>}
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("endOthersTitle")}
        description={t("endOthersHelp")}
        verb={t("endOthers")}
        onConfirm={() => endAll(others)}
      />
    </div>
  );
}

function Row({ session, onEnd }: { session: AllauthSession; onEnd: () => void }) {
  const t = useTranslations("account");
  const known = deviceOf(session.user_agent);
  const device = known ? t("device", known) : session.user_agent || t("unknownDevice");
  const at = new Date(session.created_at * 1000).toISOString();
  const isPhone = known && ["iPhone", "iPad", "Android"].includes(known.system);
  return (
    <li>
      {isPhone ? <Smartphone aria-hidden="true" /> : <Monitor aria-hidden="true" />}
      <div className={styles.device}>
        <span>
          <strong>{device}</strong>
          {session.is_current && <span className={styles.here}>{t("thisDevice")}</span>}
        </span>
        <span className={styles.help}>
          {t.rich("since", { ip: session.ip, when: () => <Ago at={at} /> })}
        </span>
      </div>
      {!session.is_current && (
        <IconButton small label={t("endSession", { device })} onClick={onEnd}>
          <LogOut />
        </IconButton>
      )}
    </li>
  );
}
