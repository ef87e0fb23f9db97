import { useCallback } from "react";
import { useSelector } from "react-redux";
import { useKept } from "@/shared/lib/device";
import { useAppDispatch } from "@/shared/lib/store";
import { draftsRestored, type Reply, selectReplies } from "./slice";

/** Under what a video's unsent comments are kept on the device; without a video, all of a person's. */
export const repliesKey = (userId: string, videoId = ""): string =>
  `reply:${userId}:${videoId}${videoId && ":"}`;

/** Keeps what a person writes in a video's threads on the device, and brings it back. */
export function useKeptReplies(userId: string | undefined, videoId: string): void {
  const dispatch = useAppDispatch();
  const replies = useSelector((state: Parameters<typeof selectReplies>[0]) =>
    selectReplies(state, videoId),
  );
  const restore = useCallback(
    (kept: Record<string, Reply>) => void dispatch(draftsRestored(kept)),
    [dispatch],
  );
  useKept(userId ? repliesKey(userId, videoId) : null, replies, restore);
}
