"use client";

import { CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { markAllSeen } from "@/features/unread";
import { toastShown } from "@/shared/lib/notifications";
import { useAppDispatch } from "@/shared/lib/store";
import { IconButton } from "@/shared/ui";
import styles from "./unread-note.module.scss";

type Props = {
  videoId: string;
  count: number;
  /** Whether only what is unread is listed. */
  shown: boolean;
  onShow: (shown: boolean) => void;
};

/** How much is new; a press lists only that. */
export function UnreadNote({ videoId, count, shown, onShow }: Props) {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  async function markAll(): Promise<void> {
    const done = await dispatch(markAllSeen(videoId));
    if (!done) dispatch(toastShown({ kind: "error", text: t("notDone") }));
  }
  return (
    <div className={styles.note} role="status">
      {count > 0 && (
        <>
          <button
            type="button"
            className={styles.count}
            aria-pressed={shown}
            data-testid="unread-count"
            onClick={() => onShow(!shown)}
          >
            {t("unreadCount", { count })}
          </button>
          <IconButton small label={t("markAllRead")} onClick={() => void markAll()}>
            <CheckCheck />
          </IconButton>
        </>
      )}
    </div>
  );
}
