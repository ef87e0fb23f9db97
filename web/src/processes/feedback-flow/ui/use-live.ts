"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useSelector, useStore } from "react-redux";
import { selectMe } from "@/features/auth";
import { useCatchUpWithReading } from "@/features/unread";
import type { Playback } from "@/features/video-player";
import { api } from "@/shared/api";
import { middleOf } from "@/shared/lib/frames";
import {
  connectionClosed,
  selectConnection,
  selectPresent,
  WebSocketManager,
} from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { loadRoom } from "../model/load-room";
import { selectOpenFeedbackId } from "../model/slice";

const READ_AGAIN = { forceRefetch: true, subscribe: false };

/** Reads the room and keeps it live. Returns the connection, to say that somebody types. */
export function useLive(projectId: string, videoId: string): WebSocketManager {
  const dispatch = useAppDispatch();
  const store = useStore();
  const [manager] = useState(() => new WebSocketManager(dispatch));
  const meId = useSelector(selectMe)?.id;
  useCatchUpWithReading();
  useEffect(() => {
    if (!meId) return;
    const openId = () => selectOpenFeedbackId(store.getState() as never);
    let isFirst = true;
    manager.open(projectId, async (signal) => {
      // What was missed may have given this person another role.
      if (!isFirst)
        await dispatch(api.endpoints.getProject.initiate({ id: projectId }, READ_AGAIN));
      isFirst = false;
      return dispatch(loadRoom(projectId, videoId, meId, openId, signal));
    });
    return () => {
      manager.close();
      dispatch(connectionClosed());
    };
  }, [dispatch, store, manager, projectId, videoId, meId]);
  return manager;
}

/** Whoever comes is told by everybody where they are: not by all in the same moment. */
const SPREAD_MS = 500;

/** Tells the others at which moment of the video this person is; of viewers nobody learns it. */
export function useCursor(
  manager: WebSocketManager,
  videoId: string,
  playback: Playback | null,
): void {
  const isLive = useSelector(selectConnection) === "live";
  const count = useSelector(selectPresent).length;
  const before = useRef(0);
  const say = useMemo(() => {
    if (!playback || !isLive) return null;
    return () => manager.cursor(videoId, middleOf(playback.frame, playback.frames));
  }, [manager, videoId, playback, isLive]);
  useEffect(() => {
    if (!say) return;
    say();
    return playback?.subscribe(say);
  }, [playback, say]);
  useEffect(() => {
    const grew = count > before.current;
    before.current = count;
    if (!say || !grew) return;
    const timer = setTimeout(say, Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [say, count]);
}
