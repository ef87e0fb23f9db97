export {
  type NotificationState,
  notificationsReducer,
  selectToasts,
  selectUnread,
  type Toast,
  toastGone,
  toastShown,
  unreadCounted,
} from "./slice";
export { useAttempt } from "./use-attempt";
