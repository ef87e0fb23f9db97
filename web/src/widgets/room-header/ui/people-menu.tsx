"use client";

import { Menu } from "@base-ui/react/menu";
import { Users } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UserInfo } from "@/shared/api";
import { Avatar, Button, menu } from "@/shared/ui";
import styles from "./presence.module.scss";
import { usePerson, type Whereabouts } from "./use-person";

type Props = Whereabouts & {
  people: UserInfo[];
  /** How many of them have no button of their own; on a phone nobody has. */
  more: number;
};

/** Everybody who is here, where they are, and a press to follow them. */
export function PeopleMenu({ people, more, ...here }: Props) {
  const t = useTranslations("live");
  return (
    <span className={styles.menu} data-more={more || undefined}>
      <Menu.Root>
        <Menu.Trigger
          render={
            <Button kind="quiet" small aria-label={t("everybody", { count: people.length })}>
              <span data-more={more || undefined} className={styles.count}>
                <Users aria-hidden="true" />
              </span>
            </Button>
          }
        />
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end">
            <Menu.Popup className={menu.popup}>
              {people.map((person) => (
                <Item key={person.id} person={person} {...here} />
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </span>
  );
}

function Item({ person, ...here }: { person: UserInfo } & Whereabouts) {
  const t = useTranslations("live");
  const { where, isLeader, follow } = usePerson(person, here);
  const named = { name: person.name };
  const label = isLeader ? t("follows", named) : t("follow", named);
  return (
    <Menu.Item
      className={menu.item}
      disabled={!follow}
      onClick={() => follow?.()}
      {...(follow && { "aria-label": [label, where].filter(Boolean).join(", ") })}
    >
      <Avatar person={person} small />
      {person.name}
      <span className={styles.where}>{where}</span>
    </Menu.Item>
  );
}
