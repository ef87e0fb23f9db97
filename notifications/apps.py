"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications, their preferences and mails."""

    name = "notifications"
