"use client";

import { useEffect } from "react";
import { useAppDispatch } from "@/shared/lib/store";
import { type Load, WebSocketManager } from "./websocket-manager";
import { connectionClosed } from "./websocket-slice";

/** Keeps a page of a project live: `load` reads what it shows, and events change it from there. */
export function useProjectStream(projectId: string, load: Load): void {
  const dispatch = useAppDispatch();
  useEffect(() => {
    const manager = new WebSocketManager(dispatch);
    manager.open(projectId, load);
    return () => {
      manager.close();
      dispatch(connectionClosed());
    };
  }, [dispatch, projectId, load]);
}
