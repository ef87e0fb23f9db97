"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import styles from "./nav-tabs.module.scss";

type Props = { label: string; items: { href: string; label: string; isCurrent: boolean }[] };

/** Places that belong together, each with an address of its own. */
export function NavTabs({ label, items }: Props) {
  const nav = useRef<HTMLElement>(null);
  const current = items.find(({ isCurrent }) => isCurrent)?.href;
  // On a phone they are wider than the screen.
  useEffect(() => {
    const tab = current && nav.current?.querySelector("[aria-current]");
    if (tab) tab.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <nav ref={nav} aria-label={label} className={styles.tabs}>
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
