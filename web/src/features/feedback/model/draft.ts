import type { Feedback, Shape } from "@/entities/feedback";

/** What is being written and drawn about a moment of a video. */
export type Draft = {
  frame: number;
  /** The last frame of a range. */
  endFrame: number | null;
  content: string;
  priority: Feedback["priority"];
  tags: string[];
  assignee: string | null;
  shapes: Shape[];
};

export const emptyDraft = (frame: number): Draft => ({
  frame,
  endFrame: null,
  content: "",
  priority: "medium",
  tags: [],
  assignee: null,
  shapes: [],
});

/**
 * Under what a draft is kept on the device; without a frame, what all keys of a video begin with, and
 * without a video, all of a person's.
 */
export const draftKey = (userId: string, videoId = "", frame: number | "" = ""): string =>
  `draft:${userId}:${videoId}${videoId && ":"}${frame}`;

/** Whether there is nothing in it that somebody would miss. */
export const isBlank = ({ content, shapes, tags }: Draft): boolean =>
  content.trim() === "" && shapes.length === 0 && tags.length === 0;
