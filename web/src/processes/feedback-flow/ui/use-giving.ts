import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef } from "react";
import { useSelector } from "react-redux";
import type { Video } from "@/entities/video";
import {
  type Draft,
  formClosed,
  formOpened,
  giveFeedback,
  useKeptDrafts,
  useSending,
} from "@/features/feedback";
import { captureFrame, usePlayback } from "@/features/video-player";
import type { UserInfo } from "@/shared/api";
import { selectConnection } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { feedbackClosed } from "../model/slice";

const NO_PICTURE = Promise.resolve(null);

/**
 * Giving feedback: `begin` stops at the frame on the screen, takes its picture and opens the form;
 * `submit` sends what is in it. Drafts are kept, and what could not be sent is sent again.
 */
export function useGiving(video: Video, me: UserInfo | null) {
  const t = useTranslations("give");
  const refused = t("notSent");
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const pictures = useRef(new Map<number, Promise<string | null>>());
  const isLive = useSelector(selectConnection) === "live";
  useKeptDrafts(me?.id, video.id);
  useSending(me?.id, isLive, refused);
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
    },
    [dispatch, playback, video.id],
  );

  const submit = useCallback(
    (draft: Draft, assignee: UserInfo | null) => {
      if (!me) return;
      const screenshot = pictures.current.get(draft.frame) ?? NO_PICTURE;
      pictures.current.delete(draft.frame);
      void dispatch(giveFeedback({ video, me, draft, assignee, screenshot, refused }));
    },
    [dispatch, video, me, refused],
  );
  return { begin, submit };
}
