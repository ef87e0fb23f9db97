"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSelector } from "react-redux";
import { type Invitation, selectInvitations } from "@/entities/invitation";
import { InvitationActions } from "@/features/invite";
import { Ago, Button } from "@/shared/ui";
import styles from "./people.module.scss";

type State = Parameters<typeof selectInvitations>[0];

const hasEnded = ({ status }: Invitation) => status === "revoked" || status === "expired";

/** Each invitation and what became of it. */
export function InvitationList({ projectId }: { projectId: string }) {
  const t = useTranslations("people");
  const invitations = useSelector((state: State) => selectInvitations(state, projectId));
  const [showsEnded, setShowsEnded] = useState(false);
  const ended = invitations.filter(hasEnded).length;
  const shown = showsEnded ? invitations : invitations.filter((one) => !hasEnded(one));
  return (
    <section className={styles.section} aria-labelledby="invitations">
      <div className={styles.head}>
        <h2 id="invitations">
          {t("invitations")} <span>{invitations.length - ended}</span>
        </h2>
        {ended > 0 && (
          <Button kind="quiet" small onClick={() => setShowsEnded(!showsEnded)}>
            {showsEnded ? t("hideEnded") : t("showEnded", { count: ended })}
          </Button>
        )}
      </div>
      {shown.length === 0 && <p className={styles.nothing}>{t("noInvitations")}</p>}
      <ul className={styles.list}>
        {shown.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  );
}

function Row({ invitation }: { invitation: Invitation }) {
  const t = useTranslations("people");
  const { email, role, expires_at } = invitation;
  const fate = fateOf(invitation);
  return (
    <li className={styles.row} data-testid="invitation">
      <div className={styles.who}>
        <span className={styles.name}>
          <strong>{email}</strong>
          <span className={styles.badge}>{t(`roles.${role}`)}</span>
        </span>
        <span className={styles.detail}>
          <Detail invitation={invitation} fate={fate} />
          {!hasEnded(invitation) && (
            <span>{t.rich("accessEnds", { when: () => <Ago at={expires_at} ahead /> })}</span>
          )}
        </span>
      </div>
      <div className={styles.actions}>
        <span className={styles.status} data-status={fate} role="status">
          {t(`status.${fate}`)}
        </span>
        <InvitationActions invitation={invitation} />
      </div>
    </li>
  );
}

type Fate = Invitation["status"] | "opened";

/** The status, and whether the link of a sent mail was opened. */
const fateOf = ({ status, guest }: Invitation): Fate =>
  status === "sent" && guest ? "opened" : status;

function Detail({ invitation, fate }: { invitation: Invitation; fate: Fate }) {
  const t = useTranslations("people");
  const { failure, guest, account, sent_at, accepted_at, created_at, expires_at } = invitation;
  switch (fate) {
    case "failed":
      return <span>{failure}</span>;
    case "queued":
      return (
        <span>{failure ? t("statusHelp.queuedRetry", { failure }) : t("statusHelp.queued")}</span>
      );
    case "accepted": {
      const name = account?.name ?? guest?.name ?? "";
      const when = () => <Ago at={accepted_at ?? created_at} />;
      return <span>{t.rich("statusHelp.accepted", { name, when })}</span>;
    }
    case "sent":
      return (
        <span>{t.rich("statusHelp.sent", { when: () => <Ago at={sent_at ?? created_at} /> })}</span>
      );
    case "expired":
      return <span>{t.rich("statusHelp.expired", { when: () => <Ago at={expires_at} /> })}</span>;
    default:
      return <span>{t(`statusHelp.${fate}`)}</span>;
  }
}
