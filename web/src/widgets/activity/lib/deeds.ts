import type { ProjectEvent } from "@/entities/activity";
import type {
  CommentEvent,
  FeedbackResponse,
  ProjectTokenEvent,
  UserInfo,
  VideoResponse,
} from "@/shared/api";

export type DeedKind =
  | "feedbackGiven"
  | "feedbackEdited"
  | "feedbackDeleted"
  | "statusChanged"
  | "priorityChanged"
  | "assigned"
  | "unassigned"
  | "commented"
  | "replied"
  | "commentEdited"
  | "commentDeleted"
  | "reacted"
  | "videoAdded"
  | "versionAdded"
  | "videoReady"
  | "videoFailed"
  | "videoRenamed"
  | "videoDeleted"
  | "approved"
  | "changesRequested"
  | "reviewWithdrawn"
  | "joined"
  | "added"
  | "roleChanged"
  | "left"
  | "removed"
  | "projectChanged"
  | "tokenMade"
  | "tokenEnded"
  | "tokenExpired";

/** Where a sentence leads: a moment of a video. Comments know their feedback, not its video. */
export type Target = { videoId?: string; feedbackId?: string; commentId?: string };

/** Something that somebody did, as one sentence of the activity says it. */
export type Deed = {
  seq: number;
  at: string;
  actor: string | null;
  kind: DeedKind;
  target: Target;
  /** What was written. */
  text?: string;
  /** The moment of the video, in seconds. */
  moment?: number;
  /** The person whom it was done to. */
  person?: string;
  title?: string;
  emoji?: string;
  role?: "viewer" | "reviewer" | "editor" | "admin";
  status?: FeedbackResponse["status"];
  priority?: FeedbackResponse["priority"];
};

/** What the events say of the rows, up to one of them, and after all of them. */
type Known = {
  feedbacks: Map<string, FeedbackResponse>;
  comments: Map<string, CommentEvent>;
  videos: Map<string, VideoResponse>;
  people: Map<string, UserInfo>;
};

const nothing = (): Known => ({
  feedbacks: new Map(),
  comments: new Map(),
  videos: new Map(),
  people: new Map(),
});

/** Remember the row that an event carries, unless its text was edited or deleted later. */
function note(known: Known, { type, payload }: ProjectEvent): void {
  if ("redacted" in payload) return;
  switch (type) {
    case "feedback.created":
    case "feedback.updated": {
      const feedback = payload as FeedbackResponse;
      known.feedbacks.set(feedback.id, feedback);
      known.people.set(feedback.user.id, feedback.user);
      break;
    }
    case "comment.added":
    case "comment.updated": {
      const comment = payload as CommentEvent;
      known.comments.set(comment.id, comment);
      known.people.set(comment.user.id, comment.user);
      break;
    }
    case "video.created":
    case "video.updated": {
      const video = payload as VideoResponse;
      known.videos.set(video.id, video);
      known.people.set(video.uploader.id, video.uploader);
      break;
    }
    case "member.joined":
    case "member.updated":
      known.people.set(payload.id, (payload as { user: UserInfo }).user);
      break;
    case "token.created":
      known.people.set((payload as ProjectTokenEvent).user.id, (payload as ProjectTokenEvent).user);
      break;
    case "user.updated":
      known.people.set(payload.id, payload as UserInfo);
  }
}

type What = Omit<Deed, "seq" | "at" | "actor">;

/**
 * Say what the events are in people's words, the newest first. Events of workers (a picture is
 * there, a step of processing) are left out, and so is what changed nothing that one would mention.
 * `people` knows those whom no event introduces.
 */
export function deedsOf(events: ProjectEvent[]): { deeds: Deed[]; people: Map<string, UserInfo> } {
  const last = nothing();
  for (const event of events) note(last, event);
  const before = nothing();
  const deeds: Deed[] = [];
  for (const event of events) {
    const what = whatOf(event, before, last);
    const { seq, at, actor } = event;
    if (what) deeds.push({ seq, at, actor, ...what });
    note(before, event);
  }
  return { deeds: deeds.reverse(), people: last.people };
}

function whatOf(event: ProjectEvent, before: Known, last: Known): What | null {
  const [subject] = event.type.split(".");
  switch (subject) {
    case "feedback":
      return ofFeedback(event, before, last);
    case "comment":
    case "reaction":
      return ofComment(event, last);
    case "video":
      return ofVideo(event, before, last);
    case "member":
      return ofMember(event, before);
    case "token":
      return ofToken(event);
    default:
      return event.type === "project.updated" ? { kind: "projectChanged", target: {} } : null;
  }
}

function ofFeedback({ type, actor, payload }: ProjectEvent, before: Known, last: Known) {
  const { id } = payload as { id: string };
  // Of an event whose text is gone the newest row tells the place.
  const now = "redacted" in payload ? undefined : (payload as FeedbackResponse);
  const row = now ?? last.feedbacks.get(id);
  const target: Target = { feedbackId: id, ...(row && { videoId: row.video_id }) };
  const text = row?.content;
  const about = { target, ...(text && { text }), ...(row && { moment: row.timestamp }) };
  if (type === "feedback.deleted") return { kind: "feedbackDeleted", target: {} } as What;
  if (type === "feedback.created") return { kind: "feedbackGiven", ...about } as What;
  if (!actor) return null;
  return { ...changeOf(before.feedbacks.get(id), now), ...about } as What;
}

/** What an update changed; without the row before it only that it changed. */
function changeOf(was: FeedbackResponse | undefined, is: FeedbackResponse | undefined) {
  if (was && is) {
    if (was.status !== is.status) return { kind: "statusChanged", status: is.status };
    if (was.assignee?.id !== is.assignee?.id) {
      return is.assignee ? { kind: "assigned", person: is.assignee.name } : { kind: "unassigned" };
    }
    if (was.priority !== is.priority) return { kind: "priorityChanged", priority: is.priority };
  }
  return { kind: "feedbackEdited" };
}

function ofComment({ type, payload }: ProjectEvent, last: Known): What | null {
  if (type === "reaction.added") {
    const { target, target_id, emoji } = payload as {
      target: string;
      target_id: string;
      emoji: string;
    };
    const comment = last.comments.get(target_id);
    const feedbackId = target === "feedback" ? target_id : comment?.feedback_id;
    const text = comment?.content || last.feedbacks.get(feedbackId ?? "")?.content;
    const place = placeOf(feedbackId, target === "comment" ? target_id : undefined, last);
    return { kind: "reacted", emoji, target: place, ...(text && { text }) };
  }
  const { id } = payload as { id: string };
  const row = "redacted" in payload ? last.comments.get(id) : (payload as CommentEvent);
  const text = row?.content ? { text: row.content } : {};
  switch (type) {
    case "comment.added": {
      const kind = row?.parent_id ? "replied" : "commented";
      return { kind, target: placeOf(row?.feedback_id, id, last), ...text };
    }
    case "comment.updated":
      return { kind: "commentEdited", target: placeOf(row?.feedback_id, id, last), ...text };
    case "comment.deleted":
      return { kind: "commentDeleted", target: placeOf(row?.feedback_id, undefined, last) };
    default:
      return null;
  }
}

function placeOf(feedbackId: string | undefined, commentId: string | undefined, last: Known) {
  if (!feedbackId) return {};
  const videoId = last.feedbacks.get(feedbackId)?.video_id;
  return { feedbackId, ...(commentId && { commentId }), ...(videoId && { videoId }) };
}

function ofVideo({ type, actor, payload }: ProjectEvent, before: Known, last: Known): What | null {
  const { id } = payload as { id: string };
  const was = before.videos.get(id);
  const row = "redacted" in payload ? last.videos.get(id) : (payload as VideoResponse);
  const title = row?.title ?? was?.title ?? "";
  const target = { videoId: id };
  if (type === "video.deleted") return { kind: "videoDeleted", target: {}, title };
  if (type === "video.created") {
    return { kind: (row?.version ?? 1) > 1 ? "versionAdded" : "videoAdded", target, title };
  }
  if (!row || "redacted" in payload) return null;
  if (row.review_status !== (was?.review_status ?? "pending")) {
    const kinds = {
      approved: "approved",
      changes_requested: "changesRequested",
      pending: "reviewWithdrawn",
    } as const;
    // Without the row before it, an approval may be an old one.
    if (!was && row.reviewed_by?.id !== actor) return null;
    const note = row.review_status === "pending" ? {} : { text: row.review_note };
    return { kind: kinds[row.review_status], target, title, ...note };
  }
  if (!was) return null;
  if (was.title !== row.title) return { kind: "videoRenamed", target, title };
  if (was.status !== row.status && row.status === "ready") {
    return { kind: "videoReady", target, title };
  }
  if (was.status !== row.status && row.status === "failed") {
    return { kind: "videoFailed", target, title, text: row.failure };
  }
  return null;
}

function ofMember({ type, actor, payload }: ProjectEvent, before: Known): What | null {
  const { id } = payload as { id: string };
  if (type === "member.removed") {
    const person = before.people.get(id)?.name ?? "";
    return { kind: actor === id ? "left" : "removed", target: {}, person };
  }
  const { user, role } = payload as { user: UserInfo; role: NonNullable<Deed["role"]> };
  if (type === "member.updated") {
    return { kind: "roleChanged", target: {}, person: user.name, role };
  }
  return { kind: actor === id ? "joined" : "added", target: {}, person: user.name, role };
}

function ofToken({ type, actor, payload }: ProjectEvent): What {
  const title = (payload as ProjectTokenEvent).name;
  if (type === "token.created") return { kind: "tokenMade", title, target: {} };
  return { kind: actor ? "tokenEnded" : "tokenExpired", title, target: {} };
}
