"""App configuration."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """The event log."""

    name = "realtime"
