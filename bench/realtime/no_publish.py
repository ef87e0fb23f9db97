"""An app that turns live messages off (see `settings_no_publish`)."""

from collections.abc import Iterable

from django.apps import AppConfig


class NoPublishConfig(AppConfig):
    """Replaces the sending of live messages when it starts."""

    name = "bench.realtime"
    label = "bench_no_publish"

    def ready(self) -> None:
        """Replace `publish_live` in the one place that calls it for logged events."""
        from eventlog import publish  # noqa: PLC0415 - models come after the apps
        from eventlog.pubsub import LiveMessage  # noqa: PLC0415

        def publish_live(messages: Iterable[LiveMessage]) -> None:
            pass

        publish.publish_live = publish_live  # type: ignore[attr-defined]  # it is imported there
