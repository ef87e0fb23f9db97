"use client";

import { useMemo } from "react";
import { useSelector } from "react-redux";
import { type Feedback, selectUnresolvedOfVideos } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { api } from "@/shared/api";

const NONE: readonly string[] = [];

export type Earlier = { feedbacks: Feedback[]; versionOf: (feedback: Feedback) => number | null };

/** What is not done yet on the earlier versions of a video. */
export function useEarlier({ id, version }: Video): Earlier {
  const { data } = api.useListVersionsQuery({ id }, { skip: version === 1 });
  const versions = useMemo(
    () => new Map(data?.filter((one) => one.version < version).map((one) => [one.id, one.version])),
    [data, version],
  );
  const ids = useMemo(() => (versions.size > 0 ? [...versions.keys()] : NONE), [versions]);
  const feedbacks = useSelector((state: Parameters<typeof selectUnresolvedOfVideos>[0]) =>
    selectUnresolvedOfVideos(state, ids),
  );
  return useMemo(
    () => ({ feedbacks, versionOf: ({ video_id }) => versions.get(video_id) ?? null }),
    [feedbacks, versions],
  );
}
