export { type CacheState, cacheReducer, projectRead } from "./cache-slice";
export {
  type ConnectionState,
  connectionChanged,
  type Ephemeral,
  ephemeralFrame,
  presenceChanged,
  projectEvent,
} from "./events";
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
