"""App configuration: the project itself, and Django's admin as it has it."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Stands in INSTALLED_APPS in the place of `django.contrib.admin`."""

    default_site = "videoplanet.admin.Site"


class VideoPlanetConfig(AppConfig):
    """What belongs to no app: static files, system checks, the OpenAPI document."""

    name = "videoplanet"

    def ready(self) -> None:
        """Register the system checks, and what the OpenAPI document says of requests."""
        # Registering is the imports' effect.
        from videoplanet import checks  # noqa: F401, PLC0415
        from videoplanet.api import schema  # noqa: F401, PLC0415
