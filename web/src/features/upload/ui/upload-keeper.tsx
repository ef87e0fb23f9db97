"use client";

import { useEffect } from "react";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { stopUploads } from "../model/queue";
import { resumeUploads } from "../model/resume";
import { isUnderWay, selectUploads } from "../model/slice";

/**
 * What uploads need on every page: it goes on with those that an earlier page has left, and warns
 * before the page is left while one is under way.
 */
export function UploadKeeper({ userId }: { userId: string }) {
  const dispatch = useAppDispatch();
  const isSending = useSelector(selectUploads).some(isUnderWay);
  useEffect(() => {
    const stay = new AbortController();
    // Without IndexedDB there is nothing to go on with.
    dispatch(resumeUploads(userId, stay.signal)).catch(console.error);
    return () => {
      // Whoever logs in finds their own uploads, and nobody else's.
      stay.abort();
      dispatch(stopUploads());
    };
  }, [dispatch, userId]);
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isSending]);
  return null;
}
