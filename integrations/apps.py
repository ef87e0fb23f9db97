"""App configuration."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """What leaves the service for other programs; this app has no tables."""

    name = "integrations"
