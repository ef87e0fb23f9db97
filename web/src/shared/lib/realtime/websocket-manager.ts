import type { EventResponse, UserInfo } from "@/shared/api";
import { socketOrigin } from "@/shared/config";
import type { AppDispatch } from "@/shared/lib/store";
import {
  connectionChanged,
  type Ephemeral,
  ephemeralFrame,
  presenceChanged,
  projectEvent,
} from "./events";
import { tokenSource } from "./token-source";
import { ProjectStream } from "./videoplanet.js";

/**
 * Reads what a page shows over REST and returns the `X-Project-Seq` of its first answer. Once the
 * signal is aborted the page is left: what is still read is not shown, but the signal's reason thrown.
 */
export type Load = (signal: AbortSignal) => Promise<number>;

/**
 * The live connection of the open project: it dispatches what ProjectStream delivers. One page has
 * one; opening another project's closes it.
 */
export class WebSocketManager {
  #stream: ProjectStream | null = null;
  #stay = new AbortController();

  constructor(private readonly dispatch: AppDispatch) {}

  open(projectId: string, load: Load): void {
    this.close();
    this.#stay = new AbortController();
    const { dispatch } = this;
    const { signal } = this.#stay;
    this.#stream = new ProjectStream({
      url: socketOrigin(),
      projectId,
      shapes: "path",
      token: tokenSource(),
      load: () => load(signal),
      onEvent: (event) => dispatch(projectEvent(event as EventResponse)),
      onEphemeral: (frame) => dispatch(ephemeralFrame(frame as Ephemeral)),
      onPresence: (people) => dispatch(presenceChanged(people as UserInfo[])),
      onState: (state, code) => dispatch(connectionChanged({ state, code })),
    });
    void this.#stream.start();
  }

  close(): void {
    this.#stay.abort();
    this.#stream?.close();
    this.#stream = null;
  }

  typing(feedbackId: string): void {
    this.#stream?.typing(feedbackId);
  }

  cursor(videoId: string, timestamp: number): void {
    this.#stream?.cursor(videoId, timestamp);
  }
}
