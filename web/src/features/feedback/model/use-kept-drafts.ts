import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import { forget, keep, keptUnder } from "@/shared/lib/device";
import { useAppDispatch } from "@/shared/lib/store";
import { type Draft, isBlank } from "./draft";
import { draftsRestored, selectDrafts } from "./form-slice";

type State = Parameters<typeof selectDrafts>[0];

/** Keeps the drafts of a person and a video on the device, and brings them back. */
export function useKeptDrafts(userId: string | undefined, videoId: string): void {
  const dispatch = useAppDispatch();
  const drafts = useSelector((state: State) => selectDrafts(state, videoId));
  const known = useRef<Record<number, Draft>>({});
  const prefix = userId && `draft:${userId}:${videoId}:`;
  useEffect(() => {
    if (prefix) dispatch(draftsRestored({ videoId, drafts: keptUnder<Draft>(prefix) }));
  }, [dispatch, prefix, videoId]);
  useEffect(() => {
    if (!prefix) return;
    for (const draft of Object.values(drafts)) {
      if (draft !== known.current[draft.frame] && !isBlank(draft)) {
        keep(prefix + draft.frame, draft);
      }
    }
    for (const frame of Object.keys(known.current)) {
      if (!drafts[Number(frame)]) forget(prefix + frame);
    }
    known.current = drafts;
  }, [prefix, drafts]);
}
