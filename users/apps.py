"""App configuration."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Accounts, tokens and guests."""

    name = "users"

    def ready(self) -> None:
        """Register the part of the OpenAPI document about signing in."""
        from users import schema  # noqa: F401, PLC0415 - registering is the import's effect
