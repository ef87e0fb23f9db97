"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Commands about the whole service."""

    name = "operations"
