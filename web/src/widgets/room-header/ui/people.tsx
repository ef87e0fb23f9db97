"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectFollowerIds } from "@/features/following";
import type { UserInfo } from "@/shared/api";
import { Hint } from "@/shared/ui";
import { PeopleMenu } from "./people-menu";
import { PersonButton } from "./person-button";
import styles from "./presence.module.scss";
import type { Whereabouts } from "./use-person";

const MOST = 4;

type Props = Whereabouts & { present: UserInfo[]; meId: string | undefined };
type State = Parameters<typeof selectFollowerIds>[0];

/** Who else is here, and who follows. */
export function People({ present, meId, ...here }: Props) {
  const t = useTranslations("live");
  const room = useTranslations("room");
  const ids = useSelector((root: State) => selectFollowerIds(root, meId));
  const followers = present.filter(({ id }) => ids.split(" ").includes(id));
  const names = followers.map(({ name }) => name).join(", ");
  return (
    <>
      <span role="status" className={styles.status}>
        {followers.length > 0 && (
          <Hint label={t("followedBy", { names })}>
            <span className={styles.followers} data-testid="followers">
              {t("followers", { count: followers.length })}
            </span>
          </Hint>
        )}
      </span>
      <ul className={styles.people} aria-label={room("present")}>
        {present.slice(0, MOST).map((person) => (
          <li key={person.id}>
            <PersonButton person={person} {...here} />
          </li>
        ))}
      </ul>
      {present.length > 0 && (
        <PeopleMenu people={present} more={Math.max(0, present.length - MOST)} {...here} />
      )}
    </>
  );
}
