import styles from "./logo.module.scss";

/** The mark: a frame with a planet's orbit. `named` adds the name. */
export function Logo({ named = true }: { named?: boolean }) {
  return (
    <span className={styles.logo}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect x="1.5" y="4" width="21" height="16" rx="4" className={styles.frame} />
        <circle cx="12" cy="12" r="4" className={styles.planet} />
        <ellipse
          cx="12"
          cy="12"
          rx="8"
          ry="2.6"
          transform="rotate(-22 12 12)"
          className={styles.orbit}
        />
      </svg>
      {named && <span>VideoPlanet</span>}
    </span>
  );
}
