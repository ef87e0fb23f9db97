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
