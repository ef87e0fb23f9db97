"""App configuration."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """WebSockets and server-sent events; this app has no tables."""

    name = "realtime"
