"use client";

import { useEffect, useMemo } from "react";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { catchUpWithReading } from "../model/actions";
import { selectUnread } from "../model/slice";

/** By feedback: how many the reader has not seen of it and its comments. */
export type Unread = ReadonlyMap<string, number>;

/** What the reader has not seen. */
export function useUnread(): Unread {
  const { feedbacks, comments } = useSelector(selectUnread);
  return useMemo(() => {
    const counts = new Map<string, number>(Object.keys(feedbacks).map((id) => [id, 1]));
    for (const id of Object.values(comments)) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }, [feedbacks, comments]);
}

/** Whoever comes back to this window may have read on another device. */
export function useCatchUpWithReading(): void {
  const dispatch = useAppDispatch();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void dispatch(catchUpWithReading());
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [dispatch]);
}
