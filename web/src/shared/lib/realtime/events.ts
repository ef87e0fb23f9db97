import { createAction } from "@reduxjs/toolkit";
import type {
  EventResponse,
  InvitationResponse,
  NotificationResponse,
  UserInfo,
} from "@/shared/api";

/** What the project's stream delivers. Slices of entities listen to it; nobody else changes them. */
export const projectEvent = createAction<EventResponse>("realtime/event");

/** Somebody writes under a feedback, is at a place of a video, … Not logged, may get lost. */
export type Ephemeral =
  | { type: "typing"; payload: { user_id: string; feedback_id: string } }
  | { type: "cursor"; payload: { user_id: string; video_id: string; timestamp: number } }
  | { type: "video.progress"; payload: { id: string; percent: number; step: string } }
  // Admins only.
  | { type: "invitation.updated"; payload: InvitationResponse };

export const ephemeralFrame = createAction<Ephemeral>("realtime/ephemeral");

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
}>("realtime/connection");
