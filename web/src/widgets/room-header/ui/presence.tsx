"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectConnection, selectConnectionCode, selectPresent } from "@/shared/lib/realtime";
import { Avatar, Hint } from "@/shared/ui";
import styles from "./presence.module.scss";

const MOST = 4;

/** Who else is here, and whether what is shown is live. */
export function Presence({ meId }: { meId: string | undefined }) {
  const t = useTranslations("room");
  const present = useSelector(selectPresent).filter(({ id }) => id !== meId);
  const state = useSelector(selectConnection);
  const code = useSelector(selectConnectionCode);
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
      <ul className={styles.people} aria-label={t("present")}>
        {present.slice(0, MOST).map((person) => (
          <li key={person.id}>
            <Hint label={person.name}>
              <span role="img" aria-label={person.name}>
                <Avatar person={person} />
              </span>
            </Hint>
          </li>
        ))}
        {present.length > MOST && <li className={styles.more}>+{present.length - MOST}</li>}
      </ul>
    </div>
  );
}
