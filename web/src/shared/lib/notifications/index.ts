export {
  type NotificationState,
  notificationsReducer,
  selectToasts,
  type Toast,
  toastGone,
  toastShown,
} from "./slice";
export { useAttempt } from "./use-attempt";
export { useReason } from "./use-reason";
