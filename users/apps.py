"""App configuration."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Accounts, tokens and guests."""

    name = "users"
