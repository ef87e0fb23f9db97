import { socketOrigin } from "@/shared/config";
import type { NotificationEvent } from "./events";
import { tokenSource } from "./token-source";
import { ProjectStream } from "./videoplanet.js";
import type { Load } from "./websocket-manager";

/**
 * Receive the person's own notifications live, from what `load` has read. Returns a function that
 * ends it.
 */
export function followNotifications(
  load: Load,
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
