import type { EventResponse, UserInfo } from "@/shared/api";
import { API_URL, socketOrigin } from "@/shared/config";
import type { AppDispatch } from "@/shared/lib/store";
import {
  connectionChanged,
  type Ephemeral,
  ephemeralFrame,
  type PlaybackFrame,
  type PlayerState,
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
  #onPlayback = new Set<(frame: PlaybackFrame) => void>();

  constructor(private readonly dispatch: AppDispatch) {}

  open(projectId: string, load: Load): void {
    this.close();
    this.#stay = new AbortController();
    const { dispatch } = this;
    const { signal } = this.#stay;
    const stream = new ProjectStream({
      url: socketOrigin(),
      projectId,
      shapes: "path",
      token: tokenSource(),
      load: () => load(signal),
      onEvent: (event) => dispatch(projectEvent(event as EventResponse, projectId)),
      onEphemeral: (frame) => this.#hear(frame as Ephemeral),
      onPresence: (people) => dispatch(presenceChanged(people as UserInfo[])),
      onState: (state, code) =>
        dispatch(connectionChanged({ state, code, sends: state !== "live" || stream.canSend })),
      fallback: async (query) => {
        const { openEventStream } = await import("./event-stream.js");
        return openEventStream(API_URL, projectId, query);
      },
    });
    this.#stream = stream;
    window.addEventListener("online", this.retry);
    void stream.start();
  }

  /** Connect at once where it would wait. */
  retry = (): void => this.#stream?.retry();

  close(): void {
    window.removeEventListener("online", this.retry);
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

  /** Tell those who follow this person what the player does. */
  playback(state: Omit<PlayerState, "at">): void {
    const stream = this.#stream;
    stream?.playback({ ...state, at: new Date(stream.serverTime).toISOString() });
  }

  /** Hear what people's players do. That is too often for the store. */
  onPlayback(listener: (frame: PlaybackFrame) => void): () => void {
    this.#onPlayback.add(listener);
    return () => this.#onPlayback.delete(listener);
  }

  #hear(frame: Ephemeral): void {
    if (frame.type !== "playback") this.dispatch(ephemeralFrame(frame));
    else for (const listener of this.#onPlayback) listener(frame.payload);
  }

  follow(leaderId: string | null): void {
    this.#stream?.follow(leaderId);
  }

  measureClock(): void {
    this.#stream?.ping();
  }

  /** In milliseconds since 1970, as far as `measureClock` has shown it. */
  get serverTime(): number {
    return this.#stream?.serverTime ?? Date.now();
  }
}
