"use client";

import { clsx } from "clsx";
import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { useTitle } from "../../lib/address";
import styles from "./feedback.module.scss";

/** A sentence above a form, or in place of content. Errors are announced. */
export function Notice({
  kind = "info",
  children,
}: {
  kind?: "info" | "error";
  children: ReactNode;
}) {
  return (
    <div className={clsx(styles.notice, styles[kind])} role={kind === "error" ? "alert" : "status"}>
      {kind === "error" ? <CircleAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <div>{children}</div>
    </div>
  );
}

/** What is shown where there is nothing yet, or nothing any more, and what can be done. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  page = false,
}: {
  icon: ReactNode;
  title: string;
  /** It is all that the page shows, so its title is the page's. */
  page?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.emptyIcon} aria-hidden="true">
        {icon}
      </span>
      {page ? <PageTitle>{title}</PageTitle> : <h2>{title}</h2>}
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

function PageTitle({ children }: { children: string }) {
  useTitle(children);
  return <h1>{children}</h1>;
}
