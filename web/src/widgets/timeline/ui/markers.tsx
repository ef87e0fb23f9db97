"use client";

import { clsx } from "clsx";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Feedback } from "@/entities/feedback";
import { Avatar, Hint } from "@/shared/ui";
import type { Cluster } from "../lib/clusters";
import styles from "./markers.module.scss";

/** As much of a text as tells which one it is. */
const EXCERPT = 80;

type Props = {
  clusters: Cluster<Feedback>[];
  openId: string | null;
  /** Feedback of which the reader has not seen everything. */
  unread: ReadonlyMap<string, number>;
  onOpen: (feedback: Feedback) => void;
};

/** Where feedback is, by whom and in which state. The list in the panel has all of it. */
export function Markers({ clusters, openId, unread, onOpen }: Props) {
  const t = useTranslations("room");
  return (
    <ul className={styles.markers} aria-label={t("markers")}>
      {clusters.map(({ left, number, items }) => (
        <li key={items[0]?.id} style={{ left: `${left}%` }}>
          <Marker
            number={number}
            items={items}
            isUnread={items.some(({ id }) => unread.has(id))}
            openId={openId}
            onOpen={onOpen}
          />
        </li>
      ))}
    </ul>
  );
}

type MarkerProps = Omit<Props, "clusters" | "unread"> & {
  number: number;
  items: Feedback[];
  isUnread: boolean;
};

function Marker({ number, items, isUnread, openId, onOpen }: MarkerProps) {
  const t = useTranslations("room");
  const player = useTranslations("player");
  const [first] = items;
  if (!first) return null;
  const open = items.findIndex(({ id }) => id === openId);
  // A press on several opens one after the other.
  const next = items[(open + 1) % items.length] ?? first;
  const shown = items[open] ?? items.find(({ status }) => status === "open") ?? first;
  const isDone = shown.status === "resolved" || shown.status === "closed";
  const label =
    items.length > 1
      ? t("markerOfMany", { count: items.length, timecode: first.timecode ?? "" })
      : player(first.end_timecode ? "markerRange" : "marker", {
          name: first.user.name,
          timecode: first.timecode ?? "",
          end: first.end_timecode ?? "",
          status: t(`statuses.${first.status}`),
          text: [...first.content].slice(0, EXCERPT).join(""),
        });
  return (
    <Hint label={label}>
      <button
        type="button"
        className={clsx(styles.marker, open >= 0 && styles.open)}
        data-status={shown.status}
        data-unread={isUnread || undefined}
        data-testid={`feedback-marker-${number}`}
        aria-label={label}
        onClick={() => onOpen(next)}
      >
        {items.length > 1 ? (
          // By CSS: what is seen would have to be a word of the name.
          <span className={styles.count} data-count={items.length} />
        ) : (
          <Avatar person={shown.user} small />
        )}
        {isDone && items.length === 1 && <Check className={styles.done} aria-hidden="true" />}
      </button>
    </Hint>
  );
}
