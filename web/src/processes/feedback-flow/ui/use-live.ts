"use client";

import { useEffect, useState } from "react";
import { useSelector, useStore } from "react-redux";
import { selectMe } from "@/features/auth";
import { useCatchUpWithReading } from "@/features/unread";
import type { Playback } from "@/features/video-player";
import { middleOf } from "@/shared/lib/frames";
import { connectionClosed, WebSocketManager } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { loadRoom } from "../model/load-room";
import { selectOpenFeedbackId } from "../model/slice";

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
    manager.open(projectId, (signal) =>
      dispatch(loadRoom(projectId, videoId, meId, openId, signal)),
    );
    return () => {
      manager.close();
      dispatch(connectionClosed());
    };
  }, [dispatch, store, manager, projectId, videoId, meId]);
  return manager;
}

/** Tells the others at which moment of the video this person is. */
export function useCursor(manager: WebSocketManager, videoId: string, playback: Playback | null) {
  useEffect(() => {
    if (!playback) return;
    return playback.subscribe(() =>
      manager.cursor(videoId, middleOf(playback.frame, playback.frames)),
    );
  }, [manager, videoId, playback]);
}
