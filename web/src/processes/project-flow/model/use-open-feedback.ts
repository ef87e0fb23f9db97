import { useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import { api } from "@/shared/api";
import { selectSeq } from "@/shared/lib/realtime";

const AT_MOST_EVERY_MS = 1_000;
const NONE = {};

/**
 * How much open feedback each video of the project has. An event says what a feedback is now and not
 * what it was, so the counts are read again after events: one request, whose cost does not grow.
 */
export function useOpenFeedback(projectId: string): Readonly<Record<string, number>> {
  const seq = useSelector(selectSeq);
  const { data, refetch } = api.useGetOpenFeedbackQuery(
    { id: projectId },
    { refetchOnMountOrArgChange: true },
  );
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `seq` says that something has happened
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refetch();
    }, AT_MOST_EVERY_MS);
  }, [seq, refetch]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return data?.videos ?? NONE;
}
