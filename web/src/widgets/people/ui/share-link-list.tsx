"use client";

import { Link as LinkIcon, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useSelector } from "react-redux";
import { type ShareLink, selectShareLinks } from "@/entities/invitation";
import type { Member } from "@/entities/member";
import { RevokeLink, ShareLinkForm } from "@/features/share-link";
import { Ago, Button, CopyField, Dialog } from "@/shared/ui";
import styles from "./people.module.scss";

type Props = { projectId: string; members: Member[]; readAgain: () => void };
type State = Parameters<typeof selectShareLinks>[0];

/** The links by which anybody comes in. */
export function ShareLinkList({ projectId, members, readAgain }: Props) {
  const t = useTranslations("people");
  const links = useSelector((state: State) => selectShareLinks(state, projectId));
  const active = links.filter(({ status }) => status === "active");
  const [makes, setMakes] = useState(false);
  useRecount(members, readAgain);
  return (
    <section className={styles.section} aria-labelledby="links">
      <div className={styles.head}>
        <div>
          <h2 id="links">
            {t("links")} <span>{active.length}</span>
          </h2>
          <p className={styles.detail}>{t("linksHelp")}</p>
        </div>
        <Button onClick={() => setMakes(true)}>
          <LinkIcon aria-hidden="true" />
          {t("newLink")}
        </Button>
      </div>
      {active.length === 0 && <p className={styles.nothing}>{t("noLinks")}</p>}
      <ul className={styles.list}>
        {active.map((link) => (
          <Row key={link.id} link={link} />
        ))}
      </ul>
      <Dialog
        open={makes}
        onClose={() => setMakes(false)}
        title={t("newLink")}
        description={t("linksHelp")}
      >
        <ShareLinkForm
          projectId={projectId}
          onMade={() => {
            setMakes(false);
            readAgain();
          }}
          onCancel={() => setMakes(false)}
        />
      </Dialog>
    </section>
  );
}

function Row({ link }: { link: ShareLink }) {
  const t = useTranslations("people");
  const { id, role, has_password, guests_count, max_guests, created_by, url } = link;
  const count = { count: guests_count };
  return (
    <li className={styles.row} data-testid="share-link">
      <div className={styles.who}>
        <span className={styles.name}>
          <strong>{t(`roles.${role}`)}</strong>
          {has_password && (
            <span className={styles.badge}>
              <Lock aria-hidden="true" />
              {t("withPassword")}
            </span>
          )}
          <span className={styles.badge}>
            {max_guests === null
              ? t("guests", count)
              : t("guestsOf", { ...count, most: max_guests })}
          </span>
        </span>
        <span className={styles.detail}>
          <span>
            {t.rich("madeBy", { name: created_by.name, when: () => <Ago at={link.created_at} /> })}
          </span>
          <span>{t.rich("accessEnds", { when: () => <Ago at={link.expires_at} ahead /> })}</span>
          {!url && <span>{t("linkHidden")}</span>}
        </span>
        {url && (
          <>
            <span className={styles.detail}>{t("linkOnce")}</span>
            <CopyField label={t("address")} value={url} />
          </>
        )}
      </div>
      <div className={styles.actions}>
        <RevokeLink id={id} />
      </div>
    </li>
  );
}

/** Guests who come and go are events; how many came by which link is not, so that is read again. */
function useRecount(members: Member[], readAgain: () => void): void {
  const guests = members.filter(({ guest }) => guest).length;
  const [counted, setCounted] = useState(guests);
  useEffect(() => {
    if (guests === counted) return;
    setCounted(guests);
    readAgain();
  }, [readAgain, guests, counted]);
}
