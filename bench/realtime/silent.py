"""An app that takes the doorbell away (see `settings_silent`)."""

from collections.abc import Iterable

from django.apps import AppConfig


class SilentConfig(AppConfig):
    """Nothing but its `ready`."""

    name = "bench.realtime"
    label = "bench_silent"

    def ready(self) -> None:
        """Put a bell without a clapper into the one place that rings for the log."""
        from eventlog import publish  # noqa: PLC0415 - models come after the apps
        from eventlog.pubsub import LiveMessage  # noqa: PLC0415

        def publish_live(bells: Iterable[LiveMessage]) -> None:
            pass

        publish.publish_live = publish_live  # type: ignore[attr-defined]  # it is imported there
