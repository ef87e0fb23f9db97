"use client";

import { Menu } from "@base-ui/react/menu";
import { LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import { useSelector } from "react-redux";
import { leave, selectMe } from "@/features/auth";
import { Bell } from "@/features/notifications";
import { PageSettings, SettingsItems } from "@/features/preferences";
import { useAppDispatch } from "@/shared/lib/store";
import { Avatar, Logo, menu } from "@/shared/ui";
import styles from "./app-header.module.scss";

/** What the application shows in the bar of every page: how far uploads are. */
export const HeaderStatus = createContext<ReactNode>(null);

/** The bar above each page: where one is, what can be done here, and who one is. */
export function AppHeader({ children, actions }: { children?: ReactNode; actions?: ReactNode }) {
  const t = useTranslations("common");
  const me = useSelector(selectMe);
  const isMember = me?.kind === "member";
  const status = useContext(HeaderStatus);
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      {isMember ? (
        <Link href="/" aria-label={children ? t("home") : undefined} className={styles.home}>
          <Logo named={!children} />
        </Link>
      ) : (
        <Logo named={!children} />
      )}
      <div className={styles.place}>{children}</div>
      {status}
      {actions}
      {isMember && <Bell />}
      {isMember ? <PersonMenu /> : <PageSettings />}
    </header>
  );
}

function PersonMenu() {
  const t = useTranslations("common");
  const dispatch = useAppDispatch();
  const me = useSelector(selectMe);
  if (!me) return null;
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.person} aria-label={`${t("menu")}: ${me.name}`}>
        <Avatar person={me} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <div className={styles.who}>
              <strong>{me.name}</strong>
              <span>{me.email}</span>
            </div>
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} render={<Link href="/account" />}>
              <UserRound aria-hidden="true" />
              {t("account")}
            </Menu.Item>
            <Menu.Separator className={menu.separator} />
            <SettingsItems />
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={() => void dispatch(leave())}>
              <LogOut aria-hidden="true" />
              {t("signOut")}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
