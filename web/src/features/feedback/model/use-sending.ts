import { useEffect } from "react";
import { useAppDispatch } from "@/shared/lib/store";
import { resumeSending, type Way } from "./give";

/** Sends what waits: when the room opens, when the line is back, and when the stream is live. */
export function useSending(userId: string | undefined, isLive: boolean, way: Way): void {
  const dispatch = useAppDispatch();
  useEffect(() => {
    if (!userId) return;
    const resume = () => void dispatch(resumeSending(userId, way));
    if (isLive || navigator.onLine) resume();
    window.addEventListener("online", resume);
    return () => window.removeEventListener("online", resume);
  }, [dispatch, userId, isLive, way]);
}
