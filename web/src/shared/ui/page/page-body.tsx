import type { ReactNode } from "react";
import styles from "./page-body.module.scss";

type Props = { title: string; lead?: string; actions?: ReactNode; children: ReactNode };

/** A page of the usual width, with its title. */
export function PageBody({ title, lead, actions, children }: Props) {
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
