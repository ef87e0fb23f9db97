import styles from "./feedback.module.scss";

/** The place of something that is loading. */
export function Skeleton({ height = 16 }: { height?: 16 | 24 | 48 | 160 }) {
  return <span className={styles.skeleton} data-height={height} aria-hidden="true" />;
}
