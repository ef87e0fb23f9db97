"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """What an account does across apps."""

    name = "accounts"
