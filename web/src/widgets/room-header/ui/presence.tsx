"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectFollowerIds } from "@/features/following";
import { selectConnection, selectConnectionCode, selectPresent } from "@/shared/lib/realtime";
import { Hint } from "@/shared/ui";
import { PeopleMenu } from "./people-menu";
import { PersonButton } from "./person-button";
import styles from "./presence.module.scss";

const MOST = 4;

type Props = { meId: string | undefined; videoId: string; onVideo: (id: string) => void };
type State = Parameters<typeof selectFollowerIds>[0];

/** Who else is here, who follows, and whether what is shown is live. */
export function Presence({ meId, videoId, onVideo }: Props) {
  const t = useTranslations("room");
  const live = useTranslations("live");
  const present = useSelector(selectPresent).filter(({ id }) => id !== meId);
  const state = useSelector(selectConnection);
  const code = useSelector(selectConnectionCode);
  const ids = useSelector((root: State) => selectFollowerIds(root, meId));
  const followers = present.filter(({ id }) => ids.split(" ").includes(id));
  const text =
    state === "ended" && code === 4404 ? t("connection.gone") : state && t(`connection.${state}`);
  return (
    <div className={styles.presence}>
      <span
        className={styles.state}
        data-state={state ?? "connecting"}
        role="status"
        data-testid="connection"
      >
        <span className={state === "live" ? styles.hidden : undefined}>{text}</span>
      </span>
      <span role="status" className={styles.status}>
        {followers.length > 0 && (
          <Hint label={live("followedBy", { names: followers.map(({ name }) => name).join(", ") })}>
            <span className={styles.followers} data-testid="followers">
              {live("followers", { count: followers.length })}
            </span>
          </Hint>
        )}
      </span>
      <ul className={styles.people} aria-label={t("present")}>
        {present.slice(0, MOST).map((person) => (
          <li key={person.id}>
            <PersonButton person={person} videoId={videoId} onVideo={onVideo} />
          </li>
        ))}
      </ul>
      {present.length > 0 && (
        <PeopleMenu
          people={present}
          more={Math.max(0, present.length - MOST)}
          videoId={videoId}
          onVideo={onVideo}
        />
      )}
    </div>
  );
}
