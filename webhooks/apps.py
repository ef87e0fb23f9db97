"""App configuration."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Webhooks of projects, and what became of each delivery."""

    name = "webhooks"

    def ready(self) -> None:
        """Have the log tell when a project with webhooks has new events."""
        from eventlog.extensions import register_follower  # noqa: PLC0415 - needs the models
        from webhooks.tasks import ring  # noqa: PLC0415

        register_follower(ring)
