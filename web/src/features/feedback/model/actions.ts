import { nanoid } from "@reduxjs/toolkit";
import {
  type Feedback,
  feedbackAdded,
  feedbackConfirmed,
  feedbackRemoved,
} from "@/entities/feedback";
import type { Video } from "@/entities/video";
import { api, refusalOf, type UserInfo } from "@/shared/api";
import { framesOf, middleOf, timecodeOf } from "@/shared/lib/frames";
import { toastShown } from "@/shared/lib/notifications";
import type { AppDispatch } from "@/shared/lib/store";
import { type Draft, draftReturned, draftSent } from "./form-slice";

type Given = { video: Video; frame: number; me: UserInfo; draft: Draft; refused: string };

/**
 * Give a feedback. It is there at once; if the server refuses it, it is taken back, the person is
 * told (`refused`: if the server gives no reason), and the draft returns to the form.
 */
export const giveFeedback =
  ({ video, frame, me, draft, refused }: Given) =>
  async (dispatch: AppDispatch): Promise<string | null> => {
    const ours = optimistic(video, frame, me, draft);
    dispatch(feedbackAdded(ours));
    dispatch(draftSent(video.id));
    const { data, error } = await dispatch(
      api.endpoints.createFeedback.initiate({
        "Idempotency-Key": nanoid(),
        createFeedbackRequest: {
          video_id: video.id,
          content: draft.content.trim(),
          priority: draft.priority,
          ...moment(video, frame),
        },
      }),
    );
    if (data) {
      dispatch(feedbackConfirmed({ temporaryId: ours.id, feedback: data }));
      return data.id;
    }
    dispatch(feedbackRemoved(ours.id));
    dispatch(draftReturned({ videoId: video.id, draft }));
    dispatch(toastShown({ kind: "error", text: refusalOf(error).message || refused }));
    return null;
  };

/**
 * A moment as the API takes it: the frame, from which it computes the timestamp, or seconds where
 * frames have no numbers. (The document requires `timestamp`, as the contract does.)
 */
function moment(video: Video, frame: number): { timestamp: number } {
  const byFrame = video.frame_rate !== null && !video.variable_frame_rate;
  return byFrame ? ({ frame } as unknown as { timestamp: number }) : seconds(video, frame);
}

const seconds = (video: Video, frame: number) => ({
  timestamp: Math.round(middleOf(frame, framesOf(video)) * 1e6) / 1e6,
});

function optimistic(video: Video, frame: number, me: UserInfo, draft: Draft): Feedback {
  const frames = framesOf(video);
  const now = new Date().toISOString();
  return {
    id: `sending-${nanoid()}`,
    _optimistic: true,
    etag: "",
    project_id: video.project_id,
    video_id: video.id,
    user: { id: me.id, name: me.name, email: me.email, avatar_url: me.avatar_url },
    ...seconds(video, frame),
    seek_timestamp: middleOf(frame, frames),
    end_timestamp: null,
    frame,
    timecode: timecodeOf(frame, frames),
    end_frame: null,
    end_timecode: null,
    beyond_end: false,
    content: draft.content.trim(),
    screenshot_status: "none",
    screenshot_failure: null,
    screenshot_url: null,
    annotated_url: null,
    drawing_data: { shapes: [] },
    priority: draft.priority,
    status: "open",
    tags: [],
    assignee: null,
    resolved_at: null,
    resolved_by: null,
    created_at: now,
    updated_at: now,
    comments_count: 0,
    reactions: {},
    reacted_by: {},
  };
}
