"use client";

import { useEffect, useState } from "react";
import { api } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Source, type SourceState } from "../lib/source";

/** The signed URL of a video, as long as the component is on the page. */
export function useSource(videoId: string): SourceState & { source: Source | null } {
  const dispatch = useAppDispatch();
  const [state, setState] = useState<SourceState>({ urls: [], failed: false });
  const [source, setSource] = useState<Source | null>(null);
  useEffect(() => {
    const made = new Source(async () => {
      const ask = api.endpoints.getPlayback.initiate(
        { id: videoId },
        { forceRefetch: true, subscribe: false },
      );
      return (await dispatch(ask)).data;
    }, setState);
    setSource(made);
    void made.load();
    return () => made.end();
  }, [dispatch, videoId]);
  return { ...state, source };
}
