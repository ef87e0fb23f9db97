"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Changes to an account that show in other apps."""

    name = "accounts"
