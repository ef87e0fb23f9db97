"""App configuration."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Background work."""

    name = "videoplanet.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Connect Celery's signals, in every process that enqueues or does tasks."""
        from videoplanet.tasks import context  # noqa: F401, PLC0415 - needs the settings
