"use client";

import { Popover } from "@base-ui/react/popover";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Video } from "@/entities/video";
import { part } from "@/shared/parts";
import { Skeleton } from "@/shared/ui";
import styles from "./review.module.scss";
import { ReviewMark } from "./review-mark";

// Loaded when somebody looks: no room needs it for its first paint.
const Review = part(
  () => import("./review").then((module) => module.Review),
  () => <Skeleton height={160} />,
);

type Props = { video: Video; mayDecide: boolean };

/** What was decided about this version; a press shows by whom and why, and lets one decide. */
export function ReviewMenu({ video, mayDecide }: Props) {
  const t = useTranslations("review");
  const reviews = useTranslations("videos.reviews");
  const [open, setOpen] = useState(false);
  // Each version has its own.
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const { version, review_status: status } = video;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={styles.trigger}
        data-review={status}
        data-testid="review"
        aria-label={t("button", { version, status: reviews(status) })}
      >
        <ReviewMark status={status} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className={styles.positioner}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{t("title", { version })}</Popover.Title>
            <Review
              video={video}
              mayDecide={mayDecide}
              note={notes[video.id] ?? ""}
              onNote={(note) => setNotes({ ...notes, [video.id]: note })}
              onDone={() => setOpen(false)}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
