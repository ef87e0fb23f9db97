"use client";

import type { ReactNode } from "react";
import { useTitle } from "../../lib/address";
import styles from "./page-body.module.scss";

type Props = {
  title: string;
  /** Which of several pages with this title it is, for the browser's tab. */
  part?: string | undefined;
  lead?: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A page of the usual width, with its title. */
export function PageBody({ title, part, lead, actions, children }: Props) {
  useTitle(part, title);
  return (
    <main id="content" className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </main>
  );
}
