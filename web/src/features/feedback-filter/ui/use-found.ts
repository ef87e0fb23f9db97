"use client";

import { useEffect, useState } from "react";
import { type FeedbackResponse, readAll } from "@/shared/api";

const PAUSE_MS = 300;

type Place = { projectId: string; videoId: string };

/** The ids of the feedback in which, or in whose comments, the server finds words; null until then. */
export function useFound({ projectId, videoId }: Place, words: string): ReadonlySet<string> | null {
  const [found, setFound] = useState<{ words: string; ids: ReadonlySet<string> } | null>(null);
  const q = words.trim();
  useEffect(() => {
    if (!q) return;
    const stay = new AbortController();
    const query = {
      project_id: projectId,
      video_id: videoId,
      include_previous: "open",
      limit: "500",
      q,
    };
    const timer = setTimeout(async () => {
      try {
        const { items } = await readAll<FeedbackResponse>("/api/v1/feedbacks", query, stay.signal);
        setFound({ words: q, ids: new Set(items.map(({ id }) => id)) });
      } catch {
        // Without an answer there is still what is found here; the header says that we are offline.
      }
    }, PAUSE_MS);
    return () => {
      stay.abort();
      clearTimeout(timer);
    };
  }, [projectId, videoId, q]);
  return found?.words === q ? found.ids : null;
}
