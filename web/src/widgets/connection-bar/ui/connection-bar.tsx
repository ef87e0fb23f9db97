"use client";

import { CircleAlert, Info, LoaderCircle, WifiOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { useSelector } from "react-redux";
import {
  selectConnection,
  selectConnectionCode,
  selectIsAway,
  selectSends,
  type WebSocketManager,
} from "@/shared/lib/realtime";
import { Bar, Button, IconButton, LinkButton } from "@/shared/ui";

/** Most breaks are over before anybody could read about them. */
const WORTH_SAYING_MS = 2_500;
const GONE = 4404;
const TOO_MANY = 4431;

type Props = { manager: WebSocketManager; projectHref: string | null };

/**
 * Says honestly what is the matter with the connection or one's access, and what helps. (A session
 * that has ended says so itself: members log in over the page, guests stand at the door again.)
 */
export function ConnectionBar({ manager, projectHref }: Props) {
  const t = useTranslations("live");
  const state = useSelector(selectConnection);
  const code = useSelector(selectConnectionCode);
  const sends = useSelector(selectSends);
  const isOnline = useOnline();
  const isAway = useLasting(useSelector(selectIsAway));
  const [isRead, setRead] = useState(false);

  if (state === "ended") {
    return (
      <Saying
        kind="error"
        icon={<CircleAlert />}
        more={t("copyText")}
        action={
          projectHref && (
            <LinkButton small href="/">
              {t("toProjects")}
            </LinkButton>
          )
        }
      >
        {t(code === GONE ? "gone" : "accessEnded")}
      </Saying>
    );
  }
  if (!isOnline || isAway) {
    const again = (
      <Button small onClick={manager.retry}>
        {t("tryNow")}
      </Button>
    );
    if (code === TOO_MANY) {
      return (
        <Saying kind="warning" icon={<CircleAlert />} action={again}>
          {t("tooMany")}
        </Saying>
      );
    }
    return (
      <Saying
        kind="warning"
        icon={isOnline ? <LoaderCircle /> : <WifiOff />}
        more={t("kept")}
        action={isOnline && again}
      >
        {t(isOnline ? "away" : "offline")}
      </Saying>
    );
  }
  if (sends || isRead) return null;
  const close = (
    <IconButton small label={t("dismiss")} onClick={() => setRead(true)}>
      <X />
    </IconButton>
  );
  return (
    <Saying kind="info" icon={<Info />} more={t("limitedHelp")} action={close}>
      {t("limited")}
    </Saying>
  );
}

type SayingProps = {
  kind: "error" | "warning" | "info";
  icon: ReactNode;
  children: ReactNode;
  more?: string;
  action?: ReactNode;
};

function Saying({ children, more, action, ...bar }: SayingProps) {
  return (
    <Bar {...bar} actions={action} data-testid="connection-bar">
      <strong>{children}</strong> {more}
    </Bar>
  );
}

/** Whether something has been so for a while. */
function useLasting(is: boolean): boolean {
  const [was, setWas] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => setWas(true), WORTH_SAYING_MS);
    return () => {
      clearTimeout(timer);
      setWas(false);
    };
  }, [is]);
  return is && was;
}

const watchOnline = (listener: () => void) => {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
};

function useOnline(): boolean {
  return useSyncExternalStore(
    watchOnline,
    () => navigator.onLine,
    () => true,
  );
}
