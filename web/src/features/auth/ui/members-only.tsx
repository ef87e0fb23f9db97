"use client";

import { WifiOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { part } from "@/shared/parts";
import { useSession } from "@/shared/session";
import { Button, EmptyState } from "@/shared/ui";
import { resume } from "../model/flow";
import { selectMe } from "../model/slice";

const load = () => import("./session-ended");
const SessionEnded = part(() => load().then((module) => module.SessionEnded));

type Props = {
  children: ReactNode;
  fallback?: ReactNode;
  /** What was typed on the page and not sent, for those whose session has ended. */
  unsent?: ReactNode;
};

/**
 * Shows a page to members. Others are asked to log in, and then come back to it; those whose session
 * ends while they are on it log in over it.
 */
export function MembersOnly({ children, fallback, unsent }: Props) {
  const t = useTranslations("common");
  const dispatch = useAppDispatch();
  const session = useSession();
  const me = useSelector(selectMe);
  const router = useRouter();
  const [away, setAway] = useState(false);

  useEffect(() => {
    if (away || session === null || (session?.kind === "member" && me)) return;
    // A guest's session in this tab is no member's: the cookie says whether there is one.
    dispatch(resume()).catch(() => setAway(true));
  }, [dispatch, session, me, away]);

  const isMember = me?.kind === "member";
  const ended = session === null && isMember;
  useEffect(() => {
    if (session !== null || ended) return;
    const here = `${window.location.pathname}${window.location.search}`;
    router.replace(here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`);
  }, [session, ended, router]);
  const asksAgain = useNextTask(ended);
  useEffect(() => {
    // Long before it is needed: a release may replace the files before the session ends.
    if (isMember) load().catch(() => undefined);
  }, [isMember]);

  if (away) {
    return (
      <EmptyState
        page
        icon={<WifiOff />}
        title={t("offline")}
        action={<Button onClick={() => setAway(false)}>{t("tryAgain")}</Button>}
      >
        {t("offlineHelp")}
      </EmptyState>
    );
  }
  if (!isMember || session?.kind === "guest" || session === undefined) return fallback;
  return (
    <>
      {children}
      {asksAgain && <SessionEnded email={me.email ?? ""} unsent={unsent} />}
    </>
  );
}

/** Whether something is still so a task later: a log-out forgets the person after the session. */
function useNextTask(is: boolean): boolean {
  const [was, setWas] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWas(is));
    return () => clearTimeout(timer);
  }, [is]);
  return is && was;
}
