"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import { useSelector } from "react-redux";
import { type Feedback, selectFeedback, selectFeedbacksOfVideo } from "@/entities/feedback";
import { isAtLeast, type Role } from "@/entities/project";
import type { Video } from "@/entities/video";
import { selectMe } from "@/features/auth";
import { useKeptReplies } from "@/features/comment";
import { formClosed, selectIsUnsent, selectOpenDraft } from "@/features/feedback";
import { useKeptEdits } from "@/features/text-edit";
import { useUnread } from "@/features/unread";
import type { Comparison } from "@/features/video-player";
import { usePlayback, usePlaybackValue, usePlayerShortcuts } from "@/features/video-player";
import { loadRest } from "@/shared/i18n";
import { frameAt } from "@/shared/lib/frames";
import { selectConnection } from "@/shared/lib/realtime";
import { type Shortcut, useShortcuts } from "@/shared/lib/shortcuts";
import { useAppDispatch } from "@/shared/lib/store";
import { Timeline } from "@/widgets/timeline";
import { OtherVersion, VideoPlayer } from "@/widgets/video-player";
import {
  feedbackClosed,
  feedbackOpened,
  roomEntered,
  selectIsLoaded,
  selectLinkedCommentId,
  selectOpenFeedbackId,
} from "../model/slice";
import { DraftList, DrawingLayer, FeedbackForm, useEditorSoon } from "./lazy-editor";
import { ExportButton, FeedbackPanel, ImportButton } from "./lazy-panel";
import type { Place } from "./review-room";
import styles from "./room.module.scss";
import { useGiving } from "./use-giving";
import { useShortcutHelp } from "./use-shortcut-help";

type Props = {
  video: Video;
  role: Role;
  place: Place;
  onTyping: (feedbackId: string) => void;
  /** The version that this one is compared with. */
  other: { video: Video; comparison: Comparison } | undefined;
  /** What lies over the picture of somebody else's playback. */
  following: ReactNode;
};
type State = Parameters<typeof selectIsUnsent>[0] &
  Parameters<typeof selectOpenDraft>[0] &
  Parameters<typeof selectFeedback>[0] &
  Parameters<typeof selectOpenFeedbackId>[0];

export function RoomView({ video, role, place, onTyping, other, following }: Props) {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const me = useSelector(selectMe);
  useEffect(() => {
    loadRest().catch(() => undefined); // it is asked for again where it is needed
  }, []);
  const feedbacks = useSelector((state: State) => selectFeedbacksOfVideo(state, video.id));
  const openId = useSelector(selectOpenFeedbackId);
  const open = useSelector((state: State) => selectFeedback(state, openId));
  const commentId = useSelector(selectLinkedCommentId);
  const unread = useUnread();
  const isWriting = useSelector((state: State) => selectOpenDraft(state, video.id)) !== undefined;
  const isUnsent = useSelector((state: State) => selectIsUnsent(state, video.id));
  const loaded = useSelector((state: State) => selectIsLoaded(state, video.id));
  // What is on the page stays to be read; nothing of it can be sent.
  const hasEnded = useSelector(selectConnection) === "ended";
  const allowed = hasEnded ? "viewer" : role;
  const mayReview = isAtLeast(allowed, "reviewer");
  useKeptReplies(me?.id, video.id);
  useKeptEdits(me?.id, video.id);

  const show = useCallback(
    (feedback: Feedback, commentId?: string | null) => {
      dispatch(feedbackOpened({ feedbackId: feedback.id, commentId: commentId ?? null }));
      playback.seekTo(feedback);
    },
    [dispatch, playback],
  );
  const { begin, submit } = useGiving(video, me);
  const give = useCallback(() => begin(), [begin]);
  const tags = useMemo(
    () => [...new Set(feedbacks.flatMap((one) => one.tags))].sort(),
    [feedbacks],
  );

  usePlace(video.id, place, feedbacks, show);
  useNextPlace(place, feedbacks, show);
  usePlayerShortcuts();
  const back = useCallback(
    () => dispatch(openId ? feedbackClosed() : formClosed()),
    [dispatch, openId],
  );
  useReviewShortcuts(feedbacks, show, back, mayReview ? give : undefined);
  useEditorSoon();
  const help = useShortcutHelp();
  const sources = useSources(video);
  if (!me) return null;
  return (
    <>
      {help.dialog}
      <div
        className={styles.left}
        data-beside={open || isWriting ? "" : undefined}
        data-mode={other?.comparison.mode}
      >
        <VideoPlayer
          video={video}
          feedback={open}
          onPicture={mayReview ? give : () => playback.toggle()}
          onShortcuts={help.open}
          other={
            other && {
              mode: other.comparison.mode,
              stage: (
                <OtherVersion
                  key={other.video.id}
                  video={video}
                  other={other.video}
                  comparison={other.comparison}
                />
              ),
            }
          }
        >
          {mayReview && isWriting && !open && <Layer video={video} />}
          {following}
        </VideoPlayer>
        <Timeline
          video={video}
          feedbacks={feedbacks}
          openId={open?.id ?? null}
          unread={unread}
          onOpen={show}
          meId={me.id}
        />
      </div>
      <FeedbackPanel
        video={video}
        feedbacks={feedbacks}
        open={open}
        commentId={commentId}
        me={me}
        role={allowed}
        loaded={loaded}
        form={
          mayReview && isWriting && <FeedbackForm video={video} tags={tags} onSubmit={submit} />
        }
        drafts={mayReview && isUnsent && <DraftList videoId={video.id} onOpen={begin} />}
        tools={
          <>
            <ExportButton beside sources={sources} />
            {isAtLeast(allowed, "editor") && <ImportButton video={video} />}
          </>
        }
        onGive={give}
        onOpen={show}
        onClose={() => dispatch(feedbackClosed())}
        onTyping={onTyping}
      />
    </>
  );
}

/** What can be exported from a room: this version, all of them, or the whole project. */
function useSources(video: Video) {
  const t = useTranslations("export");
  const { id, project_id, version } = video;
  return useMemo(
    () => [
      { path: `videos/${id}/export`, label: t("thisVersion", { version }), single: true },
      { path: `videos/${id}/versions/export`, label: t("allVersions"), single: false },
      { path: `projects/${project_id}/export`, label: t("project"), single: false },
    ],
    [t, id, project_id, version],
  );
}

/** What is drawn belongs to its frame: while another one is shown, there is nothing to draw on. */
function Layer({ video }: { video: Video }) {
  const frame = useSelector((state: State) => selectOpenDraft(state, video.id))?.frame;
  const isShown = usePlaybackValue((it) => it.paused && it.frame === frame);
  return isShown ? <DrawingLayer video={video} /> : null;
}

/** Go to the place that the address names, once, as soon as it is there. */
function usePlace(
  videoId: string,
  place: Place,
  feedbacks: Feedback[],
  show: (feedback: Feedback, commentId?: string | null) => void,
): void {
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const wanted = useRef<Place | null>(place);
  useEffect(() => {
    const { feedbackId, time } = wanted.current ?? {};
    dispatch(roomEntered(videoId));
    if (time != null && !feedbackId) playback.seek(frameAt(time, playback.frames));
  }, [dispatch, playback, videoId]);
  useEffect(() => {
    const feedback = feedbacks.find(({ id }) => id === wanted.current?.feedbackId);
    if (!feedback) return;
    const { commentId } = wanted.current ?? {};
    wanted.current = null;
    show(feedback, commentId);
  }, [feedbacks, show]);
}

/** Another link into the same video, as a notification is one, leads to its moment too. */
function useNextPlace(
  place: Place,
  feedbacks: Feedback[],
  show: (feedback: Feedback, commentId?: string | null) => void,
): void {
  const last = useRef(place);
  useEffect(() => {
    const { feedbackId, commentId } = place;
    if (feedbackId === last.current.feedbackId && commentId === last.current.commentId) return;
    const feedback = feedbacks.find(({ id }) => id === feedbackId);
    if (!feedback) return;
    last.current = place;
    show(feedback, commentId);
  }, [place, feedbacks, show]);
}

/** C: give feedback; comma and full stop: the feedback before and after; Escape: back to the list. */
function useReviewShortcuts(
  feedbacks: Feedback[],
  show: (feedback: Feedback) => void,
  back: () => void,
  give: (() => void) | undefined,
): void {
  const t = useTranslations("player");
  const playback = usePlayback();
  const shortcuts = useMemo((): Shortcut[] => {
    const go = (direction: 1 | -1) => {
      const here = playback.frame;
      const frameOf = (one: Feedback) => one.frame ?? frameAt(one.timestamp, playback.frames);
      const next =
        direction === 1
          ? feedbacks.find((one) => frameOf(one) > here)
          : feedbacks.findLast((one) => frameOf(one) < here);
      if (next) show(next);
    };
    return [
      ...(give ? [{ keys: ["C"], label: t("give"), run: give }] : []),
      { keys: [","], label: t("previousMarker"), repeats: true, run: () => go(-1) },
      { keys: ["."], label: t("nextMarker"), repeats: true, run: () => go(1) },
      { keys: ["Escape"], label: t("back"), run: back },
    ];
  }, [t, playback, feedbacks, show, back, give]);
  useShortcuts(t("reviewing"), shortcuts);
}
