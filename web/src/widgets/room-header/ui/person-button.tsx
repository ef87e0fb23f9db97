"use client";

import { useTranslations } from "next-intl";
import type { UserInfo } from "@/shared/api";
import { Avatar, Hint, hueOf } from "@/shared/ui";
import styles from "./presence.module.scss";
import { usePerson, type Whereabouts } from "./use-person";

/** Somebody who is here. One press follows them, another one ends that. */
export function PersonButton({ person, ...here }: { person: UserInfo } & Whereabouts) {
  const t = useTranslations("live");
  const { name } = person;
  const { where, isLeader, follow } = usePerson(person, here);
  if (!follow) {
    return (
      <Hint label={where ? `${name} · ${where}` : name}>
        <span role="img" aria-label={name} className={styles.person}>
          <Avatar person={person} />
        </span>
      </Hint>
    );
  }
  return (
    <Hint
      label={isLeader ? t("followsHint", { name }) : t("followHint", { name, place: where ?? "" })}
    >
      <button
        type="button"
        className={styles.person}
        data-hue={hueOf(person.id)}
        aria-label={isLeader ? t("follows", { name }) : t("follow", { name })}
        aria-pressed={isLeader}
        onClick={follow}
      >
        <Avatar person={person} />
      </button>
    </Hint>
  );
}
