import type { Feedback } from "@/entities/feedback";
import type { CreateFeedbackRequest } from "@/shared/api";
import { forget, keep, kept, keptUnder } from "@/shared/lib/device";
import type { Draft } from "./draft";

/** A feedback on its way to the server, which has not answered yet. */
export type Sending = {
  /** Its Idempotency-Key: however often it is sent, it is written once. */
  key: string;
  userId: string;
  request: CreateFeedbackRequest;
  /** The row that is shown meanwhile, and what comes back to the form if it is refused. */
  ours: Feedback;
  draft: Draft;
};

/** The server knows a key for a day; after that, sending again could write a second one. */
const LIFETIME_MS = 23 * 3_600_000;

const items = new Map<string, Sending>();
/** The keys of those that the device has; it may have had no room. */
const onDevice = new Set<string>();
const keyOf = ({ userId, key }: Sending) => `sending:${userId}:${key}`;

/** Note it, here and on the device; without its picture if that is too large for the device. */
export function put(item: Sending): void {
  items.set(item.key, item);
  const { screenshot: _left, ...request } = item.request;
  const isKept = keep(keyOf(item), item) || keep(keyOf(item), { ...item, request });
  if (isKept) onDevice.add(item.key);
}

/**
 * It as it is now: another tab may have added its picture meanwhile, or sent it (null). What the
 * device had no room for is here only.
 */
export function current(item: Sending): Sending | null {
  const there = kept<Sending | null>(keyOf(item), null);
  if (!there) return onDevice.has(item.key) ? null : item;
  return item.request.screenshot ? item : there;
}

export function remove(item: Sending): void {
  items.delete(item.key);
  onDevice.delete(item.key);
  forget(keyOf(item));
}

/** What a person has still to send, the oldest first, with what an earlier page has left. */
export function pendingOf(userId: string): Sending[] {
  for (const item of keptUnder<Sending>(`sending:${userId}:`)) {
    onDevice.add(item.key);
    if (!items.has(item.key)) items.set(item.key, item);
  }
  return [...items.values()]
    .filter((item) => item.userId === userId)
    .sort((a, b) => a.ours.created_at.localeCompare(b.ours.created_at));
}

export const isTooOld = ({ ours }: Sending): boolean =>
  Date.now() - Date.parse(ours.created_at) > LIFETIME_MS;
