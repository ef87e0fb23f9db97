import Link from "next/link";
import styles from "./nav-tabs.module.scss";

type Props = { label: string; items: { href: string; label: string; isCurrent: boolean }[] };

/** Places that belong together, each with an address of its own. */
export function NavTabs({ label, items }: Props) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          className={styles.tab}
          aria-current={item.isCurrent ? "page" : undefined}
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
