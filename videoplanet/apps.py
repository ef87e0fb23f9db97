"""App configurations of the project itself and of Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Replaces `django.contrib.admin` in INSTALLED_APPS."""

    default_site = "videoplanet.admin.Site"


class VideoPlanetConfig(AppConfig):
    """The parts that belong to no other app: static files, system checks, the OpenAPI document."""

    name = "videoplanet"

    def ready(self) -> None:
        """Register the system checks and the OpenAPI document's extensions; report errors."""
        # Importing them registers them.
        from videoplanet import checks  # noqa: F401, PLC0415
        from videoplanet.api import schema  # noqa: F401, PLC0415
        from videoplanet.error_reports import send_reports  # noqa: PLC0415 - needs the settings

        send_reports()
