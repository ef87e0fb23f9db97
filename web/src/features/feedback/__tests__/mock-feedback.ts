import type { Feedback } from "@/entities/feedback";

/** A feedback as REST returns it. */
export function createMockFeedback(changes: Partial<Feedback> = {}): Feedback {
  return {
    id: "01985f4e-0000-7000-8000-000000000001",
    etag: '"1"',
    project_id: "01985f4e-0000-7000-8000-0000000000aa",
    video_id: "01985f4e-0000-7000-8000-0000000000bb",
    user: {
      id: "01985f4e-0000-7000-8000-0000000000cc",
      name: "Kim Minji",
      email: null,
      avatar_url: null,
    },
    timestamp: 1.5,
    seek_timestamp: 1.52,
    end_timestamp: null,
    frame: 37,
    timecode: "00:00:01:12",
    end_frame: null,
    end_timecode: null,
    beyond_end: false,
    content: "The sky is too dark.",
    screenshot_status: "none",
    screenshot_failure: null,
    screenshot_url: null,
    annotated_url: null,
    drawing_data: { shapes: [] },
    priority: "medium",
    status: "open",
    tags: [],
    assignee: null,
    mentions: [],
    resolved_at: null,
    resolved_by: null,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    comments_count: 0,
    reactions: {},
    reacted_by: {},
    ...changes,
  };
}
