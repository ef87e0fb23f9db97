import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import { selectMe } from "@/features/auth";
import { followsExpired, selectFollowerIds } from "@/features/following";
import { usePicture, usePlayback } from "@/features/video-player";
import type { WebSocketManager } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { Leader } from "../model/leader";

const CHECK_MS = 5_000;
type State = Parameters<typeof selectMe>[0] & Parameters<typeof selectFollowerIds>[0];

/** Tells those who follow this person what the player does. While nobody does, nothing is sent. */
export function useLead(manager: WebSocketManager, videoId: string, mayLead: boolean): void {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const picture = usePicture();
  const followers = useSelector((state: State) => selectFollowerIds(state, selectMe(state)?.id));
  const leads = mayLead && followers !== "";
  const leader = useRef<Leader>(null);
  useEffect(() => {
    if (!leads) return;
    manager.measureClock();
    leader.current = new Leader(playback, picture, (state) =>
      manager.playback({ ...state, video_id: videoId }),
    );
    const timer = setInterval(() => {
      manager.measureClock();
      dispatch(followsExpired(Date.now()));
    }, CHECK_MS);
    return () => {
      clearInterval(timer);
      leader.current?.stop();
      leader.current = null;
    };
  }, [dispatch, manager, playback, picture, videoId, leads]);
  // Whoever comes to follow hears at once how it is.
  useEffect(() => {
    if (followers) leader.current?.say();
  }, [followers]);
}
