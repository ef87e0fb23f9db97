"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import { MembersOnly, selectMe } from "@/features/auth";
import type { Me } from "@/shared/api";
import { NavTabs, PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import styles from "./account-frame.module.scss";

const PLACES = {
  profile: "/account",
  security: "/account/security",
  notifications: "/account/notifications",
  tokens: "/account/tokens",
  data: "/account/data",
} as const;
type Place = keyof typeof PLACES;

/** A place of the account: what it is about is given the person. */
export function AccountFrame({
  place,
  children,
}: {
  place: Place;
  children: (me: Me) => ReactNode;
}) {
  return (
    <MembersOnly>
      <AppHeader />
      <Body place={place}>{children}</Body>
    </MembersOnly>
  );
}

function Body({ place, children }: Parameters<typeof AccountFrame>[0]) {
  const t = useTranslations("account");
  const me = useSelector(selectMe);
  const items = (Object.keys(PLACES) as Place[]).map((one) => ({
    href: PLACES[one],
    label: t(one),
    isCurrent: one === place,
  }));
  return (
    <PageBody title={t("title")} part={t(place)}>
      <NavTabs label={t("nav")} items={items} />
      <div className={styles.cards}>{me && children(me)}</div>
    </PageBody>
  );
}

/** One subject of a place. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
