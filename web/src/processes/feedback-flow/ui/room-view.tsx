"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import { useSelector } from "react-redux";
import { type Feedback, selectFeedback, selectFeedbacksOfVideo } from "@/entities/feedback";
import { isAtLeast, type Role } from "@/entities/project";
import type { Video } from "@/entities/video";
import { selectMe } from "@/features/auth";
import { FeedbackForm, formClosed, formOpened, selectFormOpen } from "@/features/feedback";
import { usePlayback, usePlaybackValue, usePlayerKeys } from "@/features/video-player";
import { frameAt, timecodeOf } from "@/shared/lib/frames";
import { useAppDispatch } from "@/shared/lib/store";
import { FeedbackPanel } from "@/widgets/feedback-panel";
import { Timeline } from "@/widgets/timeline";
import { VideoPlayer } from "@/widgets/video-player";
import { feedbackClosed, feedbackOpened, roomEntered, selectOpenFeedbackId } from "../model/slice";
import type { Place } from "./review-room";
import styles from "./room.module.scss";

type Props = { video: Video; role: Role; place: Place; onTyping: (feedbackId: string) => void };
type State = Parameters<typeof selectFeedback>[0] & Parameters<typeof selectOpenFeedbackId>[0];

export function RoomView({ video, role, place, onTyping }: Props) {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const me = useSelector(selectMe);
  const feedbacks = useSelector((state: State) => selectFeedbacksOfVideo(state, video.id));
  const openId = useSelector(selectOpenFeedbackId);
  const open = useSelector((state: State) => selectFeedback(state, openId));
  const formIsOpen = useSelector(selectFormOpen);
  const mayReview = isAtLeast(role, "reviewer");

  const show = useCallback(
    (feedback: Feedback) => {
      dispatch(feedbackOpened(feedback.id));
      playback.seekTo(feedback);
    },
    [dispatch, playback],
  );
  const give = useCallback(() => {
    playback.pause();
    dispatch(feedbackClosed());
    dispatch(formOpened());
  }, [dispatch, playback]);

  usePlace(video.id, place, feedbacks, show);
  useNextPlace(place, feedbacks, show);
  const keys = useKeys(feedbacks, show, mayReview ? give : undefined);
  usePlayerKeys(keys);
  if (!me) return null;
  return (
    <>
      <div className={styles.left}>
        <VideoPlayer
          video={video}
          feedback={open}
          onPicture={mayReview ? give : () => playback.toggle()}
        />
        <Timeline video={video} feedbacks={feedbacks} openId={openId} onOpen={show} />
      </div>
      <FeedbackPanel
        feedbacks={feedbacks}
        open={open}
        me={me}
        mayReview={mayReview}
        mayChange={isAtLeast(role, "editor")}
        form={formIsOpen && mayReview ? <Form video={video} me={me} /> : null}
        onGive={give}
        onOpen={show}
        onClose={() => dispatch(feedbackClosed())}
        onTyping={onTyping}
      />
    </>
  );
}

/** The form is about the frame that is shown, also if that changes while one writes. */
function Form({ video, me }: Pick<Parameters<typeof FeedbackForm>[0], "video" | "me">) {
  const dispatch = useAppDispatch();
  const { frames } = usePlayback();
  const frame = usePlaybackValue((playback) => playback.frame);
  return (
    <FeedbackForm
      video={video}
      me={me}
      frame={frame}
      timecode={timecodeOf(frame, frames)}
      onGiven={() => dispatch(formClosed())}
    />
  );
}

/** Go to the place that the address names, once, as soon as it is there. */
function usePlace(
  videoId: string,
  place: Place,
  feedbacks: Feedback[],
  show: (feedback: Feedback) => void,
): void {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const wanted = useRef<Place | null>(place);
  useEffect(() => {
    const { feedbackId, commentId, time } = wanted.current ?? {};
    dispatch(roomEntered({ videoId, feedbackId: null, commentId: commentId ?? null }));
    if (time != null && !feedbackId) playback.seek(frameAt(time, playback.frames));
  }, [dispatch, playback, videoId]);
  useEffect(() => {
    const feedback = feedbacks.find(({ id }) => id === wanted.current?.feedbackId);
    if (!feedback) return;
    wanted.current = null;
    show(feedback);
  }, [feedbacks, show]);
}

/** Another link into the same video, as a notification is one, leads to its moment too. */
function useNextPlace(
  place: Place,
  feedbacks: Feedback[],
  show: (feedback: Feedback) => void,
): void {
  const last = useRef(place);
  useEffect(() => {
    const { feedbackId, commentId } = place;
    if (feedbackId === last.current.feedbackId && commentId === last.current.commentId) return;
    const feedback = feedbacks.find(({ id }) => id === feedbackId);
    if (!feedback) return;
    last.current = place;
    show(feedback);
  }, [place, feedbacks, show]);
}

/** C: give feedback; comma and full stop: the feedback before and after; Escape: back to the list. */
function useKeys(
  feedbacks: Feedback[],
  show: (feedback: Feedback) => void,
  give: (() => void) | undefined,
): Record<string, () => void> {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  return useMemo(() => {
    const go = (direction: 1 | -1) => {
      const here = playback.frame;
      const frameOf = (one: Feedback) => one.frame ?? frameAt(one.timestamp, playback.frames);
      const next =
        direction === 1
          ? feedbacks.find((one) => frameOf(one) > here)
          : feedbacks.findLast((one) => frameOf(one) < here);
      if (next) show(next);
    };
    return {
      ",": () => go(-1),
      ".": () => go(1),
      escape: () => dispatch(feedbackClosed()),
      ...(give && { c: give }),
    };
  }, [dispatch, playback, feedbacks, show, give]);
}
