"use client";

import type { ReactNode } from "react";
import { PageSettings } from "@/features/preferences";
import { useTitle } from "@/shared/lib/address";
import { Logo } from "@/shared/ui";
import styles from "./auth-frame.module.scss";

type Props = { title: string; lead?: string; children: ReactNode; footer?: ReactNode };

/** The frame of pages on which somebody comes in: a card in the middle, nothing beside it. */
export function AuthFrame({ title, lead, children, footer }: Props) {
  useTitle(title);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <PageSettings />
      </header>
      <main className={styles.main}>
        <div className={styles.card}>
          <div>
            <h1>{title}</h1>
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {children}
        </div>
        {footer && <p className={styles.footer}>{footer}</p>}
      </main>
    </div>
  );
}
