"""App configuration."""

from django.apps import AppConfig


class EventLogConfig(AppConfig):
    """The log of each stream."""

    name = "eventlog"
