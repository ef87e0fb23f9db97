import { socketOrigin } from "@/shared/config";
import type { NotificationEvent } from "./events";
import { tokenSource } from "./token-source";
import { ProjectStream } from "./videoplanet.js";

/**
 * Receive the person's own notifications live, from what `load` has read. Returns a function that
 * ends it.
 */
export function followNotifications(
  load: () => Promise<number>,
  onEvent: (event: NotificationEvent) => void,
): () => void {
  const stream = new ProjectStream({
    url: socketOrigin(),
    token: tokenSource(),
    load,
    onEvent: (event) => onEvent(event as NotificationEvent),
  });
  void stream.start();
  return () => stream.close();
}
