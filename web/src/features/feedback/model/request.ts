import { nanoid } from "@reduxjs/toolkit";
import type { Feedback } from "@/entities/feedback";
import type { Video } from "@/entities/video";
import type { CreateFeedbackRequest, UserInfo } from "@/shared/api";
import { framesOf, middleOf, timecodeOf } from "@/shared/lib/frames";
import type { Draft } from "./draft";

/** Says that coordinates are shares of the picture, also of a circle that leaves it: docs/drawings.md. */
const WHOLE_PICTURE = { width: 1, height: 1 };

/** Those whom a draft names, as they are now. */
export type Named = { assignee: UserInfo | null; mentions: UserInfo[] };

/** A draft as the API takes it. */
export function requestOf(
  video: Video,
  draft: Draft,
  mentions: readonly UserInfo[],
): CreateFeedbackRequest {
  const { priority, tags, assignee, shapes } = draft;
  return {
    video_id: video.id,
    content: draft.content.trim(),
    priority,
    tags,
    assignee,
    mentions: mentions.map(({ id }) => id),
    ...(shapes.length > 0 && { drawing_data: { canvas: WHOLE_PICTURE, shapes } }),
    ...moment(video, draft),
  };
}

/**
 * A moment as the API takes it: frames, from which it computes timestamps, or seconds where frames
 * have no numbers. (The document requires `timestamp`, as the contract does.)
 */
function moment(video: Video, { frame, endFrame }: Draft): { timestamp: number } {
  if (video.frame_rate !== null && !video.variable_frame_rate) {
    return { frame, end_frame: endFrame } as unknown as { timestamp: number };
  }
  const end = endFrame === null ? {} : { end_timestamp: seconds(video, endFrame) };
  return { timestamp: seconds(video, frame), ...end };
}

const seconds = (video: Video, frame: number) =>
  Math.round(middleOf(frame, framesOf(video)) * 1e6) / 1e6;

/** The row that is shown until the server's own is there. */
export function optimistic(video: Video, me: UserInfo, draft: Draft, named: Named): Feedback {
  const frames = framesOf(video);
  const { frame, endFrame, priority, tags, shapes } = draft;
  const now = new Date().toISOString();
  return {
    id: `sending-${nanoid()}`,
    _optimistic: true,
    etag: "",
    project_id: video.project_id,
    video_id: video.id,
    user: {
      id: me.id,
      name: me.name,
      email: me.email,
      avatar_url: me.avatar_url,
      kind: me.kind,
    },
    timestamp: seconds(video, frame),
    seek_timestamp: middleOf(frame, frames),
    end_timestamp: endFrame === null ? null : seconds(video, endFrame),
    frame,
    timecode: timecodeOf(frame, frames),
    end_frame: endFrame,
    end_timecode: endFrame === null ? null : timecodeOf(endFrame, frames),
    beyond_end: false,
    content: draft.content.trim(),
    screenshot_status: "none",
    screenshot_failure: null,
    screenshot_url: null,
    annotated_url: null,
    drawing_data: { shapes },
    priority,
    status: "open",
    tags,
    ...named,
    resolved_at: null,
    resolved_by: null,
    created_at: now,
    updated_at: now,
    comments_count: 0,
    reactions: {},
    reacted_by: {},
  };
}
