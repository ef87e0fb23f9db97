import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import { forget, keep, keptUnder } from "@/shared/lib/device";
import { useAppDispatch } from "@/shared/lib/store";
import { type Draft, draftKey, isBlank } from "./draft";
import { draftsRestored, selectAuthorId, selectDrafts } from "./form-slice";

type Drafts = Record<number, Draft>;
type State = Parameters<typeof selectDrafts>[0];

/** Keeps the drafts of a person and a video on the device, and brings them back. */
export function useKeptDrafts(userId: string | undefined, videoId: string): void {
  const dispatch = useAppDispatch();
  const drafts = useSelector((state: State) => selectDrafts(state, videoId));
  // Until this person's own are brought back, those of whoever was here before may be there.
  const isOwn = useSelector(selectAuthorId) === userId;
  const known = useRef<Drafts>({});
  useEffect(() => {
    if (!userId) return;
    const kept = keptUnder<Draft>(draftKey(userId, videoId));
    dispatch(draftsRestored({ userId, videoId, drafts: kept }));
  }, [dispatch, userId, videoId]);
  useEffect(() => {
    if (userId && isOwn) {
      keepChanges(known.current, drafts, (frame) => draftKey(userId, videoId, frame));
    }
    known.current = isOwn ? drafts : {};
  }, [userId, videoId, isOwn, drafts]);
}

/** A draft that was blank here was never kept by this page: it may be another tab's. */
export function keepChanges(before: Drafts, after: Drafts, keyOf: (frame: number) => string): void {
  for (const draft of Object.values(after)) {
    if (draft !== before[draft.frame] && !isBlank(draft)) keep(keyOf(draft.frame), draft);
  }
  for (const draft of Object.values(before)) {
    const now = after[draft.frame];
    if (!isBlank(draft) && (!now || isBlank(now))) forget(keyOf(draft.frame));
  }
}
