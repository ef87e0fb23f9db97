"""App configuration."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    """What every app writes rows with, and the exact counters."""

    name = "videoplanet.db"
    label = "db"
