export { loadReadState, markAllSeen } from "./model/actions";
export { selectUnread, type UnreadState, unreadReducer } from "./model/slice";
export { useSeen } from "./ui/use-seen";
export { type Unread, useCatchUpWithReading, useUnread } from "./ui/use-unread";
