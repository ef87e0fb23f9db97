"use client";

import { History, WifiOff } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useSelector } from "react-redux";
import { activityLeft, selectActivity } from "@/entities/activity";
import { selectMembers } from "@/entities/member";
import type { UserInfo } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { selectConnection, useProjectStream } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, EmptyState, Skeleton } from "@/shared/ui";
import { type Deed, deedsOf } from "../lib/deeds";
import { loadActivity, loadOlder } from "../model/load-activity";
import styles from "./activity.module.scss";
import { DeedRow } from "./deed-row";

type State = Parameters<typeof selectMembers>[0];

/** What people did in a project, the newest first; live. */
export function Activity({ projectId }: { projectId: string }) {
  const t = useTranslations("activity");
  const dispatch = useAppDispatch();
  const load = useCallback(
    (signal: AbortSignal) => dispatch(loadActivity(projectId, signal)),
    [dispatch, projectId],
  );
  useProjectStream(projectId, load);
  useEffect(() => () => void dispatch(activityLeft()), [dispatch]);
  const connection = useSelector(selectConnection);
  const { projectId: loaded, events, hasOlder } = useSelector(selectActivity);
  const members = useSelector((state: State) => selectMembers(state, projectId));
  const { deeds, people } = useMemo(() => deedsOf(events), [events]);
  const known = useMemo(() => {
    const all = new Map<string, UserInfo>(people);
    for (const { user } of members ?? []) all.set(user.id, user);
    return all;
  }, [people, members]);

  if (loaded !== projectId) {
    if (connection === "away") {
      return (
        <EmptyState icon={<WifiOff />} title={t("failed")}>
          {t("failedHelp")}
        </EmptyState>
      );
    }
    return (
      <div className={styles.activity} aria-busy="true">
        <Skeleton height={48} />
        <Skeleton height={48} />
        <Skeleton height={48} />
      </div>
    );
  }
  if (deeds.length === 0 && !hasOlder) {
    return (
      <EmptyState icon={<History />} title={t("none")}>
        {t("noneHelp")}
      </EmptyState>
    );
  }
  return (
    <div className={styles.activity}>
      <Days deeds={deeds} projectId={projectId} people={known} />
      {hasOlder ? (
        <Older projectId={projectId} />
      ) : (
        <p className={styles.beginning}>{t("beginning")}</p>
      )}
    </div>
  );
}

type DaysProps = { deeds: Deed[]; projectId: string; people: Map<string, UserInfo> };

function Days({ deeds, projectId, people }: DaysProps) {
  const nameOf = useDayName();
  const days = Map.groupBy(deeds, ({ at }) => new Date(at).toDateString());
  return [...days].map(([day, ofDay]) => (
    <section key={day} className={styles.day}>
      <h2>{nameOf(day)}</h2>
      <ol className={styles.list}>
        {ofDay.map((deed) => (
          <li key={deed.seq}>
            <DeedRow deed={deed} projectId={projectId} people={people} />
          </li>
        ))}
      </ol>
    </section>
  ));
}

function useDayName(): (day: string) => string {
  const t = useTranslations("activity");
  const format = useFormatter();
  const now = useNow();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return (day) => {
    if (day === now.toDateString()) return t("today");
    if (day === yesterday.toDateString()) return t("yesterday");
    return format.dateTime(new Date(day), { dateStyle: "full" });
  };
}

function Older({ projectId }: { projectId: string }) {
  const t = useTranslations("activity");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  // The page that is being read; a read that nobody waits for any more is aborted.
  const [reads, setReads] = useState<AbortController | null>(null);
  useEffect(() => () => reads?.abort(), [reads]);
  return (
    <Button
      busy={reads !== null}
      onClick={async () => {
        const stay = new AbortController();
        setReads(stay);
        await attempt(dispatch(loadOlder(projectId, stay.signal)));
        setReads(null);
      }}
    >
      {t("older")}
    </Button>
  );
}
