export { type CacheState, cacheReducer, projectRead } from "./cache-slice";
export {
  type ConnectionState,
  connectionChanged,
  type Ephemeral,
  ephemeralFrame,
  type NotificationEvent,
  notificationEvent,
  type PlaybackFrame,
  type PlayerState,
  presenceChanged,
  projectEvent,
} from "./events";
export { followNotifications } from "./follow-notifications";
export { useProjectStream } from "./use-project-stream";
export { type Load, WebSocketManager } from "./websocket-manager";
export {
  connectionClosed,
  selectConnection,
  selectConnectionCode,
  selectIsAway,
  selectPresent,
  selectSends,
  type WebSocketState,
  websocketReducer,
} from "./websocket-slice";
