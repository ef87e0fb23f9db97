"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useSelector } from "react-redux";
import { type Project, projectsLoaded, selectProjects } from "@/entities/project";
import { ApiError, api, readAll, type UserInfo } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";

const EVERY_MS = 20_000;

type Present = ReadonlyMap<string, UserInfo[]>;

/**
 * All of the person's projects, and who else is in each now. Each project has a stream, but no stream tells of them all: they are
 * read again while the page is seen, and when somebody comes back to it. Unchanged, it is a 304.
 */
export function useProjects(meId: string) {
  const dispatch = useAppDispatch();
  const projects = useSelector(selectProjects);
  const [loaded, setLoaded] = useState(false);
  const [present, setPresent] = useState<Present>(new Map());
  const [failed, setFailed] = useState(false);
  const stay = useRef<AbortController | null>(null);

  const readPresent = useCallback(async () => {
    const { data } = await dispatch(
      api.endpoints.listPresence.initiate({}, { forceRefetch: true, subscribe: false }),
    );
    // Without an answer nobody is known to be there.
    setPresent(
      new Map(
        data?.map(({ project_id, present: people }) => [
          project_id,
          people.filter(({ id }) => id !== meId),
        ]),
      ),
    );
  }, [dispatch, meId]);

  const read = useCallback(async () => {
    if (document.hidden) return;
    void readPresent();
    stay.current?.abort();
    stay.current = new AbortController();
    const { signal } = stay.current;
    try {
      const { items } = await readAll<Project>("/api/v1/projects", { limit: "500" }, signal);
      dispatch(projectsLoaded(items));
      setLoaded(true);
      setFailed(false);
    } catch (error) {
      if (signal.aborted) return;
      // No answer, or a refusal. What was read before stays: the next time may go well.
      if (!(error instanceof ApiError || error instanceof TypeError)) throw error;
      setFailed(true);
    }
  }, [dispatch, readPresent]);

  useEffect(() => {
    void read();
    const timer = setInterval(read, EVERY_MS);
    document.addEventListener("visibilitychange", read);
    window.addEventListener("focus", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
      window.removeEventListener("focus", read);
      stay.current?.abort();
    };
  }, [read]);
  return { projects, present, loaded, failed: failed && !loaded, again: read };
}
