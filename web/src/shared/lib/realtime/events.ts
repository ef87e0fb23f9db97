import { createAction } from "@reduxjs/toolkit";
import type {
  EventResponse,
  InvitationResponse,
  NotificationResponse,
  UserInfo,
} from "@/shared/api";

/** What the project's stream delivers. Slices of entities listen to it; nobody else changes them. */
export const projectEvent = createAction(
  "realtime/event",
  (event: EventResponse, projectId: string) => ({ payload: event, meta: { projectId } }),
);

/** What somebody's player does, for those who follow it. Times are in seconds. */
export type PlayerState = {
  video_id: string;
  timestamp: number;
  playing: boolean;
  /** Backwards it is negative. */
  speed: number;
  /** Where they point in the picture, as shares of its width and height. */
  pointer: { x: number; y: number } | null;
  /** When the player was there, by the server's clock. */
  at: string;
};

export type PlaybackFrame = PlayerState & { user_id: string; connection_id: string };

/** Somebody writes under a feedback, is at a place of a video, … Not logged, may get lost. */
export type Ephemeral =
  | { type: "typing"; payload: { user_id: string; feedback_id: string } }
  | { type: "cursor"; payload: { user_id: string; video_id: string; timestamp: number } }
  | { type: "playback"; payload: PlaybackFrame }
  | {
      type: "follow";
      payload: { user_id: string; leader_id: string | null; connection_id: string };
    }
  | { type: "video.progress"; payload: { id: string; percent: number; step: string } }
  // Admins only.
  | { type: "invitation.updated"; payload: InvitationResponse };

/** `receivedAt`: by this device's clock, in milliseconds. */
export const ephemeralFrame = createAction("realtime/ephemeral", (frame: Ephemeral) => ({
  payload: frame,
  meta: { receivedAt: Date.now() },
}));

/** What the person's own stream delivers (docs/asyncapi.yaml). */
export type NotificationEvent =
  | { type: "notification.created" | "notification.updated"; payload: NotificationResponse }
  | { type: "notification.read"; payload: { id: string; read_at: string } }
  | { type: "notification.removed"; payload: { id: string } };

export const notificationEvent = createAction<NotificationEvent>("realtime/notification");

export const presenceChanged = createAction<UserInfo[]>("realtime/presence");

export type ConnectionState = "connecting" | "live" | "away" | "ended";

export const connectionChanged = createAction<{
  state: ConnectionState;
  code?: number | undefined;
  /** Whether others receive what one sends. */
  sends: boolean;
}>("realtime/connection");
