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

/** Reads what a page shows over REST and returns the `X-Project-Seq` of its first answer. */
export type Load = () => Promise<number>;

/**
 * The live connection of the open project: it dispatches what ProjectStream delivers. One page has
 * one; opening another project's closes it.
 */
export class WebSocketManager {
  #stream: ProjectStream | null = null;

  constructor(private readonly dispatch: AppDispatch) {}

  open(projectId: string, load: Load): void {
    this.close();
    const { dispatch } = this;
    this.#stream = new ProjectStream({
      url: socketOrigin(),
      projectId,
      shapes: "path",
      token: tokenSource(),
      load,
      onEvent: (event) => dispatch(projectEvent(event as EventResponse)),
      onEphemeral: (frame) => dispatch(ephemeralFrame(frame as Ephemeral)),
      onPresence: (people) => dispatch(presenceChanged(people as UserInfo[])),
      onState: (state, code) => dispatch(connectionChanged({ state, code })),
    });
    void this.#stream.start();
  }

  close(): void {
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
