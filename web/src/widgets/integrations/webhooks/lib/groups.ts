import type { WebhookResponse } from "@/shared/api";

export type Kind = WebhookResponse["kind"];
export type EventType = WebhookResponse["events"][number];

/** What a person chooses: types of events that belong together. */
export const GROUPS = {
  newFeedback: ["feedback.created"],
  changedFeedback: ["feedback.updated", "feedback.deleted"],
  newComments: ["comment.added"],
  changedComments: ["comment.updated", "comment.deleted"],
  reactions: ["reaction.added", "reaction.removed"],
  newVideos: ["video.created"],
  changedVideos: ["video.updated", "video.deleted"],
  people: [
    "member.joined",
    "member.updated",
    "member.removed",
    "user.updated",
    "token.created",
    "token.ended",
  ],
  project: ["project.updated"],
} as const satisfies Record<string, readonly EventType[]>;

export type Group = keyof typeof GROUPS;
export const ALL_GROUPS = Object.keys(GROUPS) as Group[];

/** What people in a chat want to read; a program takes everything. */
const OF_CHATS: Group[] = ["newFeedback", "newComments", "newVideos"];

export const usualGroups = (kind: Kind): Group[] => (kind === "standard" ? ALL_GROUPS : OF_CHATS);

/** The groups of which a webhook gets anything. */
export function groupsOf(events: readonly EventType[]): Group[] {
  if (events.includes("*")) return ALL_GROUPS;
  return ALL_GROUPS.filter((group) => GROUPS[group].some((type) => events.includes(type)));
}

/** The types of the groups; `*` for all of them, which takes in those that are yet to come. */
export function eventsOf(groups: readonly Group[]): EventType[] {
  if (groups.length === ALL_GROUPS.length) return ["*"];
  return groups.flatMap((group): EventType[] => [...GROUPS[group]]);
}
