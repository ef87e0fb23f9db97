import styles from "./progress.module.scss";

type Props = { label: string; percent: number; kind?: "accent" | "success" | "danger" | "muted" };

/** How far something is. */
export function Progress({ label, percent, kind = "accent" }: Props) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className={styles.track}
    >
      <div className={styles.bar} data-kind={kind} style={{ width: `${percent}%` }} />
    </div>
  );
}
