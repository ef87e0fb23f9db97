"""App configuration."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The object storage."""

    name = "videoplanet.storage"
    label = "storage"
