export {
  type Notification,
  type NotificationsState,
  notificationAdapter,
  notificationsForgotten,
  notificationsLoaded,
  notificationsReducer,
  olderNotificationsLoaded,
  selectHasMore,
  selectNextPage,
  selectNotification,
  selectNotifications,
  selectUnread,
} from "./model/slice";
