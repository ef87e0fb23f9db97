"use client";

import { useSelector } from "react-redux";
import type { Video } from "@/entities/video";
import { selectLeader } from "@/features/following";
import type { WebSocketManager } from "@/shared/lib/realtime";
import { LeaderPointer } from "./leader-pointer";
import { useFollow } from "./use-follow";
import { useLead } from "./use-lead";

type Props = {
  video: Video;
  manager: WebSocketManager;
  /** Viewers may only follow. */
  mayLead: boolean;
};

/** Watching together: this player does what a leader's does, or leads others. Lies over the picture. */
export function Following({ video, manager, mayLead }: Props) {
  const leader = useSelector(selectLeader);
  useLead(manager, video.id, mayLead);
  const pointer = useFollow(manager, video.id, leader?.id);
  return leader && pointer ? <LeaderPointer leader={leader} at={pointer} /> : null;
}
