import type { Feedback } from "@/entities/feedback";
import { leftOf, type View } from "../lib/view";
import styles from "./markers.module.scss";

type Props = { feedbacks: Feedback[]; view: View; duration: number };

/** How long feedback lasts that is about more than a moment. */
export function Ranges({ feedbacks, view, duration }: Props) {
  return (
    <div className={styles.ranges} aria-hidden="true">
      {feedbacks.map(({ id, timestamp, end_timestamp, status }) => {
        if (end_timestamp === null) return null;
        const left = Math.max(0, leftOf(timestamp / duration, view));
        const right = Math.min(100, leftOf(end_timestamp / duration, view));
        if (right <= left) return null;
        return (
          <div
            key={id}
            className={styles.range}
            data-status={status}
            style={{ left: `${left}%`, width: `${right - left}%` }}
          />
        );
      })}
    </div>
  );
}
