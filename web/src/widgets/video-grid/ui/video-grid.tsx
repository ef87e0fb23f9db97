"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Film } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Stack } from "@/entities/video";
import { useWidth } from "@/shared/lib/viewport";
import { EmptyState, Skeleton } from "@/shared/ui";
import { VideoCard } from "./video-card";
import type { Asked } from "./video-dialogs";
import styles from "./video-grid.module.scss";

const LEAST_WIDTH = 260;
const GAP = 16;
/** Of what stands below a card's picture; each card is measured when it is there. */
const TEXT_HEIGHT = 76;

type Props = {
  stacks: Stack[];
  /** By the id of the video. */
  openFeedback: Readonly<Record<string, number>>;
  loaded: boolean;
  mayChange: boolean;
  /** The stack that dragged files are over. */
  dropTarget: string | null;
  /** Something was chosen in a video's menu; `useVideoDialogs` shows what comes of it. */
  onAsk: (asked: Asked) => void;
  /** What can be done where there is no video yet. */
  action: ReactNode;
};

/** A project's videos, each with all its versions as one card. */
export function VideoGrid({ loaded, action, ...cards }: Props) {
  const { stacks, mayChange } = cards;
  const t = useTranslations("videos");
  if (loaded && stacks.length === 0) {
    return (
      <div className={styles.empty} data-drop={mayChange ? "" : undefined}>
        <EmptyState icon={<Film />} title={t("none")} action={action}>
          {t(mayChange ? "noneEditor" : "noneHelp")}
        </EmptyState>
      </div>
    );
  }
  if (stacks.length === 0) {
    return (
      <ul className={styles.skeletons} aria-busy="true" aria-label={t("list")}>
        {[1, 2, 3, 4, 5, 6].map((number) => (
          <li key={number}>
            <Skeleton height={160} />
          </li>
        ))}
      </ul>
    );
  }
  return <Cards {...cards} />;
}

/** Only the cards in sight are in the document: there may be thousands. */
function Cards({ stacks, openFeedback, dropTarget, ...card }: Omit<Props, "loaded" | "action">) {
  const t = useTranslations("videos");
  const list = useRef<HTMLUListElement>(null);
  const width = useWidth(list);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  const cardWidth = (width - GAP * (columns - 1)) / columns;
  const virtualizer = useWindowVirtualizer({
    count: width > 0 ? stacks.length : 0,
    lanes: columns,
    gap: GAP,
    overscan: 3 * columns,
    scrollMargin: top,
    estimateSize: () => Math.round((cardWidth * 9) / 16) + TEXT_HEIGHT,
    getItemKey: (index) => stacks[index]?.newest.stack_id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths make other heights
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, cardWidth]);
  return (
    <ul
      ref={list}
      className={styles.list}
      style={{ height: virtualizer.getTotalSize() }}
      aria-label={t("list")}
    >
      {virtualizer.getVirtualItems().map(({ index, key, lane, start }) => {
        const stack = stacks[index];
        if (!stack) return null;
        const left = lane * (cardWidth + GAP);
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.item}
            style={{ width: cardWidth, transform: `translate(${left}px, ${start - top}px)` }}
            aria-setsize={stacks.length}
            aria-posinset={index + 1}
          >
            <VideoCard
              stack={stack}
              openFeedback={stack.versions.reduce(
                (sum, { id }) => sum + (openFeedback[id] ?? 0),
                0,
              )}
              {...card}
              isDropTarget={dropTarget === stack.newest.stack_id}
            />
          </li>
        );
      })}
    </ul>
  );
}
