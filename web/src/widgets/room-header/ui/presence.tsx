"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectConnection, selectConnectionCode, selectPresent } from "@/shared/lib/realtime";
import { part } from "@/shared/parts";
import styles from "./presence.module.scss";

type Props = { meId: string | undefined; videoId: string; onVideo: (id: string) => void };

/** Who else is here is not known at the first paint. */
const People = part(() => import("./people").then((module) => module.People));

/** Whether what is shown is live, and who else is here. */
export function Presence({ meId, videoId, onVideo }: Props) {
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
      <People present={present} meId={meId} videoId={videoId} onVideo={onVideo} />
    </div>
  );
}
