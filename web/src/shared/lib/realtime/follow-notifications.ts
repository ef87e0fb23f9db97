import { socketOrigin } from "@/shared/config";
import type { NotificationEvent } from "./events";
import { tokenSource } from "./token-source";
import { ProjectStream } from "./videoplanet.js";

/** There is no other stream of them: where sockets are blocked they are asked for. */
const ASKED_MS = 60_000;

/**
 * Receive the person's own notifications live, from what `load` has read. Returns a function that
 * ends it.
 */
export function followNotifications(
  load: () => Promise<number>,
  onEvent: (event: NotificationEvent) => void,
): () => void {
  let asking: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(asking);
    asking = undefined;
  };
  const stream = new ProjectStream({
    url: socketOrigin(),
    token: tokenSource(),
    load,
    onEvent: (event) => onEvent(event as NotificationEvent),
    onState: (state) => {
      if (state === "live" || state === "ended") stop();
      // One that fails is made up for by the next.
      else asking ??= setInterval(() => void load().catch(() => undefined), ASKED_MS);
    },
  });
  void stream.start();
  return () => {
    stream.close();
    stop();
  };
}
