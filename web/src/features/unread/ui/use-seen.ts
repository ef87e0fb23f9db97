"use client";

import { type RefObject, useEffect } from "react";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { markSeen } from "../model/actions";
import { selectIsUnread } from "../model/slice";

/** Who scrolls past has not read. */
const MOMENT_MS = 1_000;
/** A long text never fits in whole. */
const SHARE = 0.5;

/** Mark a feedback or a comment as seen when it was on the screen for a moment. */
export function useSeen(element: RefObject<HTMLElement | null>, id: string): boolean {
  const dispatch = useAppDispatch();
  const isUnread = useSelector((state: Parameters<typeof selectIsUnread>[0]) =>
    selectIsUnread(state, id),
  );
  useEffect(() => {
    if (!isUnread || !element.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onScreen = false;
    const look = () => {
      clearTimeout(timer);
      if (onScreen && document.visibilityState === "visible") {
        timer = setTimeout(() => dispatch(markSeen(id)), MOMENT_MS);
      }
    };
    const observer = new IntersectionObserver(
      ([entry]) => {
        onScreen = entry?.isIntersecting ?? false;
        look();
      },
      { threshold: SHARE },
    );
    observer.observe(element.current);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
    };
  }, [dispatch, element, id, isUnread]);
  return isUnread;
}
