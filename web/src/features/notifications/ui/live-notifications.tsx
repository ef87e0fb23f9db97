"use client";

import { useEffect } from "react";
import { useStore } from "react-redux";
import { notificationsForgotten, selectNotification } from "@/entities/notification";
import { followNotifications, notificationEvent } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { useSession } from "@/shared/session";
import { loadNotifications } from "../model/load";

type State = Parameters<typeof selectNotification>[0];

/** Keeps a member's notifications live, whatever page is shown. It shows nothing itself. */
export function LiveNotifications(): null {
  const dispatch = useAppDispatch();
  const store = useStore();
  const isMember = useSession()?.kind === "member";
  useEffect(() => {
    if (!isMember) return;
    const stay = new AbortController();
    const load = () => dispatch(loadNotifications(stay.signal));
    const end = followNotifications(load, (event) => {
      const known = selectNotification(store.getState() as State, event.payload.id);
      dispatch(notificationEvent(event));
      // Whether one that is not in the list was unread, only the server knows.
      if (event.type === "notification.removed" && !known) load().catch(() => {});
    });
    return () => {
      stay.abort();
      end();
      dispatch(notificationsForgotten());
    };
  }, [dispatch, store, isMember]);
  return null;
}
