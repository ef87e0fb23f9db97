export { type CacheState, cacheReducer, projectRead } from "./cache-slice";
export {
  type ConnectionState,
  connectionChanged,
  type Ephemeral,
  ephemeralFrame,
  type NotificationEvent,
  notificationEvent,
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
  selectPresent,
  type WebSocketState,
  websocketReducer,
} from "./websocket-slice";
