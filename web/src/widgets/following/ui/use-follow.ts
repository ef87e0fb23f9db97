import { useEffect, useState } from "react";
import { useSelector } from "react-redux";
import { followingEnded, type LeaderPlace, leaderHeard } from "@/features/following";
import { usePlayback } from "@/features/video-player";
import {
  type PlaybackFrame,
  type PlayerState,
  selectConnection,
  selectPresent,
  type WebSocketManager,
} from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { Follower } from "../model/follower";

/** A leader repeats what the player does every three seconds at least. */
const SILENT_MS = 8_000;
/** Of a leader with two windows, one is followed: the other is heard when the first says nothing. */
const OTHER_WINDOW_MS = 4_000;
/** Another video, or a reload, is a short absence. */
const LEFT_MS = 6_000;
const REPEAT_MS = 8_000;
const LOOK_MS = 1_000;

/** Does what the leader's player does. Returns where the leader points in the picture. */
export function useFollow(
  manager: WebSocketManager,
  videoId: string,
  leaderId: string | undefined,
): PlayerState["pointer"] {
  const [pointer, setPointer] = useState<PlayerState["pointer"]>(null);
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  useTellLeader(manager, leaderId);
  useLeft(leaderId);
  useEffect(() => {
    if (!leaderId) return;
    const follower = new Follower(playback, () => manager.serverTime);
    let place: LeaderPlace = "joining";
    let heard = { at: Date.now(), connection: "" };
    const report = (now: LeaderPlace, where: string | null) => {
      if (now === place) return;
      if (now !== "here") {
        follower.rest();
        setPointer(null);
      }
      place = now;
      dispatch(leaderHeard({ place: now, videoId: where }));
    };
    const hear = (frame: PlaybackFrame) => {
      const isOther = heard.connection && heard.connection !== frame.connection_id;
      if (isOther && Date.now() - heard.at < OTHER_WINDOW_MS) return;
      heard = { at: Date.now(), connection: frame.connection_id };
      report(frame.video_id === videoId ? "here" : "elsewhere", frame.video_id);
      if (frame.video_id !== videoId) return;
      follower.hear(frame);
      setPointer(frame.pointer);
    };
    const stopHearing = manager.onPlayback((frame) => frame.user_id === leaderId && hear(frame));
    const stopWatching = playback.onOwn(() => dispatch(followingEnded("own")));
    const timer = setInterval(() => {
      if (Date.now() - heard.at > SILENT_MS) report("silent", null);
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      stopHearing();
      stopWatching();
      follower.stop();
      setPointer(null);
    };
  }, [dispatch, manager, playback, videoId, leaderId]);
  return pointer;
}

/** The leader learns who follows: again and again, since that is not kept anywhere. */
function useTellLeader(manager: WebSocketManager, leaderId: string | undefined): void {
  const isLive = useSelector(selectConnection) === "live";
  useEffect(() => {
    if (!leaderId || !isLive) return;
    const say = () => {
      manager.follow(leaderId);
      manager.measureClock();
    };
    say();
    const timer = setInterval(say, REPEAT_MS);
    return () => {
      clearInterval(timer);
      manager.follow(null);
    };
  }, [manager, leaderId, isLive]);
}

/** Following ends when the leader has left the project's pages. */
function useLeft(leaderId: string | undefined): void {
  const dispatch = useAppDispatch();
  const isLive = useSelector(selectConnection) === "live";
  const isHere = useSelector(selectPresent).some(({ id }) => id === leaderId);
  useEffect(() => {
    if (!leaderId || isHere || !isLive) return;
    const timer = setTimeout(() => dispatch(followingEnded("left")), LEFT_MS);
    return () => clearTimeout(timer);
  }, [dispatch, leaderId, isHere, isLive]);
}
