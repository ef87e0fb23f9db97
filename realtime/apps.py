"""App configuration."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Sockets and streams; it has no tables."""

    name = "realtime"
