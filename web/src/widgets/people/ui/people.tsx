"use client";

import { UserPlus, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSelector } from "react-redux";
import { selectMembers } from "@/entities/member";
import { InviteForm } from "@/features/invite";
import { useAttempt } from "@/shared/lib/notifications";
import { selectConnection, useProjectStream } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Dialog, EmptyState, Skeleton } from "@/shared/ui";
import { loadInvitations, loadPeople, loadShareLinks } from "../model/load-people";
import { InvitationList } from "./invitation-list";
import { MemberList } from "./member-list";
import styles from "./people.module.scss";
import { ShareLinkList } from "./share-link-list";

type Props = { projectId: string; meId: string; onLeft: () => void };
type State = Parameters<typeof selectMembers>[0];

/** Who is in a project, who is invited, and which links lead into it; live. */
export function People({ projectId, meId, onLeft }: Props) {
  const t = useTranslations("people");
  const dispatch = useAppDispatch();
  const load = useCallback(
    (signal: AbortSignal) => dispatch(loadPeople(projectId, signal)),
    [dispatch, projectId],
  );
  useProjectStream(projectId, load);
  const connection = useSelector(selectConnection);
  const members = useSelector((state: State) => selectMembers(state, projectId));
  const isAdmin = members?.find(({ id }) => id === meId)?.role === "admin";
  const readAgain = useAdminsLists(projectId, isAdmin && connection === "live");
  const [invites, setInvites] = useState(false);
  if (!members) {
    if (connection === "away") {
      return <EmptyState icon={<WifiOff />} title={t("failed")} />;
    }
    return (
      <div className={styles.people} aria-busy="true">
        <Skeleton height={48} />
        <Skeleton height={48} />
        <Skeleton height={48} />
      </div>
    );
  }
  return (
    <div className={styles.people}>
      <section className={styles.section} aria-labelledby="members">
        <div className={styles.head}>
          <h2 id="members">
            {t("members")} <span>{members.length}</span>
          </h2>
          {isAdmin && (
            <Button kind="primary" onClick={() => setInvites(true)}>
              <UserPlus aria-hidden="true" />
              {t("invite")}
            </Button>
          )}
        </div>
        <MemberList {...{ projectId, members, meId, isAdmin, onLeft }} />
      </section>
      {isAdmin && <InvitationList projectId={projectId} />}
      {isAdmin && <ShareLinkList {...{ projectId, members }} readAgain={readAgain.links} />}
      <Dialog
        open={invites}
        onClose={() => setInvites(false)}
        title={t("invite")}
        description={t("inviteHelp")}
      >
        <InviteForm
          projectId={projectId}
          onSent={readAgain.invitations}
          onDone={() => setInvites(false)}
        />
      </Dialog>
    </div>
  );
}

/**
 * Reads what only admins see, also of somebody who has just become one. It is in no log, so it is
 * read again after each time that the line was away. Returns what reads one of the lists again.
 */
function useAdminsLists(projectId: string, reads: boolean) {
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const stay = useRef(new AbortController());
  useEffect(() => {
    if (!reads) return;
    const controller = new AbortController();
    const { signal } = controller;
    stay.current = controller;
    void attempt(
      Promise.all([
        dispatch(loadInvitations(projectId, signal)),
        dispatch(loadShareLinks(projectId, signal)),
      ]),
    );
    return () => controller.abort();
  }, [dispatch, attempt, projectId, reads]);
  return useMemo(() => {
    const read = (load: typeof loadInvitations) =>
      void attempt(dispatch(load(projectId, stay.current.signal)));
    return { invitations: () => read(loadInvitations), links: () => read(loadShareLinks) };
  }, [dispatch, attempt, projectId]);
}
