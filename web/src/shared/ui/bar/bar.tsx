import type { ReactNode } from "react";
import styles from "./bar.module.scss";

type Props = {
  kind?: "error" | "warning" | "info";
  icon: ReactNode;
  children: ReactNode;
  /** What one can do about it, at the end of the line. */
  actions?: ReactNode;
  "data-testid"?: string;
};

/** Something about the whole page, below its header. */
export function Bar({ kind = "info", icon, children, actions, ...props }: Props) {
  return (
    <div className={styles.bar} data-kind={kind} {...props}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.text} role={kind === "error" ? "alert" : "status"}>
        {children}
      </div>
      {actions}
    </div>
  );
}
