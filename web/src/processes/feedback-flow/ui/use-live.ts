"use client";

import { useEffect, useState } from "react";
import { useStore } from "react-redux";
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
  useEffect(() => {
    const openId = () => selectOpenFeedbackId(store.getState() as never);
    manager.open(projectId, (signal) => dispatch(loadRoom(projectId, videoId, openId, signal)));
    return () => {
      manager.close();
      dispatch(connectionClosed());
    };
  }, [dispatch, store, manager, projectId, videoId]);
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
