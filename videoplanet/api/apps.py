"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Holds the idempotency records; the rest of the package has no tables."""

    name = "videoplanet.api"
    label = "api"

    def ready(self) -> None:
        """Register the system checks, and what the OpenAPI document says of requests."""
        # Registering is the imports' effect.
        from videoplanet import checks  # noqa: F401, PLC0415
        from videoplanet.api import schema  # noqa: F401, PLC0415
