"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectPlaces } from "@/features/presence";
import { usePlayback } from "@/features/video-player";
import type { UserInfo } from "@/shared/api";
import { frameAt, timecodeOf } from "@/shared/lib/frames";
import { selectPresent } from "@/shared/lib/realtime";
import { Avatar, Hint, hueOf } from "@/shared/ui";
import { leftOf, type View } from "../lib/view";
import styles from "./people.module.scss";

type Props = { videoId: string; view: View; meId: string | undefined };

/** Where in this video the others are; a press goes there. */
export function People({ videoId, view, meId }: Props) {
  const t = useTranslations("live");
  const places = useSelector(selectPlaces);
  const present = useSelector(selectPresent);
  const { duration } = usePlayback();
  const here = present.flatMap((person) => {
    const place = places[person.id];
    if (!place || place.videoId !== videoId || person.id === meId) return [];
    const left = leftOf(Math.min(place.timestamp, duration) / duration, view);
    return left < 0 || left > 100 ? [] : [{ person, left, timestamp: place.timestamp }];
  });
  if (here.length === 0) return null;
  return (
    <ul className={styles.people} aria-label={t("here")} data-testid="cursors">
      {here.map(({ person, left, timestamp }) => (
        <li key={person.id} style={{ left: `${left}%` }} data-hue={hueOf(person.id)}>
          <Mark person={person} timestamp={timestamp} />
        </li>
      ))}
    </ul>
  );
}

function Mark({ person, timestamp }: { person: UserInfo; timestamp: number }) {
  const t = useTranslations("live");
  const playback = usePlayback();
  const frame = frameAt(timestamp, playback.frames);
  const label = t("goTo", { name: person.name, timecode: timecodeOf(frame, playback.frames) });
  return (
    <Hint label={label}>
      <button
        type="button"
        className={styles.mark}
        aria-label={label}
        onClick={() => {
          playback.pause();
          playback.seek(frame);
        }}
      >
        <Avatar person={person} small />
      </button>
    </Hint>
  );
}
