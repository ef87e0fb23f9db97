export { loadMore } from "./model/load";
export { Bell } from "./ui/bell";
export { LiveNotifications } from "./ui/live-notifications";
export { MarkAllRead } from "./ui/mark-all-read";
export { NotificationItem } from "./ui/notification-item";
export { useProjectNames } from "./ui/use-project-names";
