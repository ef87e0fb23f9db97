import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useSelector, useStore } from "react-redux";
import type { Video } from "@/entities/video";
import { selectMe } from "@/features/auth";
import {
  type Draft,
  formClosed,
  formOpened,
  giveFeedback,
  type Named,
  useKeptDrafts,
  useSending,
  type Way,
} from "@/features/feedback";
import { captureFrame, usePlayback } from "@/features/video-player";
import type { UserInfo } from "@/shared/api";
import { selectConnection } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { feedbackClosed } from "../model/slice";

const NO_PICTURE = Promise.resolve(null);
/** How long somebody needs for a feedback: shared/lib/measuring sends it. */
const MEASURED = "feedback";

/**
 * Giving feedback: `begin` stops at the frame on the screen, takes its picture and opens the form;
 * `submit` sends what is in it. Drafts are kept, and what could not be sent is sent again.
 */
export function useGiving(video: Video, me: UserInfo | null) {
  const t = useTranslations("give");
  const refused = t("notSent");
  const dispatch = useAppDispatch();
  const store = useStore<Parameters<typeof selectMe>[0]>();
  const way = useMemo((): Way => {
    const isHere = (userId: string) => selectMe(store.getState())?.id === userId;
    return { refused, isHere };
  }, [store, refused]);
  const playback = usePlayback();
  const pictures = useRef(new Map<number, Promise<string | null>>());
  const isLive = useSelector(selectConnection) === "live";
  useKeptDrafts(me?.id, video.id);
  useSending(me?.id, isLive, way);
  // Another video has other drafts.
  useEffect(() => () => void dispatch(formClosed()), [dispatch]);

  const begin = useCallback(
    (frame?: number) => {
      playback.pause();
      if (frame !== undefined) playback.seek(frame);
      const at = playback.frame;
      dispatch(feedbackClosed());
      dispatch(formOpened({ videoId: video.id, frame: at }));
      pictures.current.set(at, captureFrame(playback, at));
      performance.mark(MEASURED);
    },
    [dispatch, playback, video.id],
  );

  const submit = useCallback(
    (draft: Draft, named: Named) => {
      if (!me) return;
      // A draft that was kept may have been begun on another page.
      if (performance.getEntriesByName(MEASURED, "mark").length > 0) {
        performance.measure(MEASURED, MEASURED);
        performance.clearMarks(MEASURED);
      }
      const screenshot = pictures.current.get(draft.frame) ?? NO_PICTURE;
      pictures.current.delete(draft.frame);
      void dispatch(giveFeedback({ video, me, draft, named, screenshot, way }));
    },
    [dispatch, video, me, way],
  );
  return { begin, submit };
}
