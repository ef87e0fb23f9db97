import { useCallback } from "react";
import { useSelector } from "react-redux";
import { useKept } from "@/shared/lib/device";
import { useAppDispatch } from "@/shared/lib/store";
import { editsRestored, selectEdits, type TextEditState } from "./slice";

/** Under what a video's unsaved edits are kept on the device; without a video, all of a person's. */
export const editsKey = (userId: string, videoId = ""): string =>
  `edit:${userId}:${videoId}${videoId && ":"}`;

/** Keeps what a person edits in a video's room on the device, and brings it back. */
export function useKeptEdits(userId: string | undefined, videoId: string): void {
  const dispatch = useAppDispatch();
  const edits = useSelector((state: Parameters<typeof selectEdits>[0]) =>
    selectEdits(state, videoId),
  );
  const restore = useCallback(
    (kept: TextEditState) => void dispatch(editsRestored(kept)),
    [dispatch],
  );
  useKept(userId ? editsKey(userId, videoId) : null, edits, restore);
}
