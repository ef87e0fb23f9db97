"use client";

import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Feedback } from "@/entities/feedback";
import type { Cluster } from "../lib/clusters";
import styles from "./timeline.module.scss";

type Props = {
  clusters: Cluster<Feedback>[];
  openId: string | null;
  /** Feedback of which the reader has not seen everything. */
  unread: ReadonlyMap<string, number>;
  onOpen: (feedback: Feedback) => void;
};

/** Where feedback is. The list in the panel says the same to those who don't see it. */
export function Markers({ clusters, openId, unread, onOpen }: Props) {
  const t = useTranslations("room");
  return (
    <ul className={styles.markers} aria-label={t("markers")}>
      {clusters.map(({ left, number, items }) => {
        const [first] = items;
        if (!first) return null;
        const open = items.findIndex(({ id }) => id === openId);
        // A press on several opens one after the other.
        const next = items[(open + 1) % items.length] ?? first;
        const shown = items[open] ?? items.find(({ status }) => status === "open") ?? first;
        return (
          <li key={first.id} style={{ left: `${left}%` }}>
            <button
              type="button"
              className={clsx(styles.marker, open >= 0 && styles.open)}
              data-status={shown.status}
              data-unread={items.some(({ id }) => unread.has(id)) || undefined}
              data-testid={`feedback-marker-${number}`}
              aria-label={
                items.length > 1
                  ? t("markerOfMany", { count: items.length, timecode: first.timecode ?? "" })
                  : t("marker", { name: first.user.name, timecode: first.timecode ?? "" })
              }
              onClick={() => onOpen(next)}
            >
              <span>{items.length > 1 ? items.length : ""}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
