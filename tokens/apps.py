"""App configuration."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Making, listing and ending access tokens. `users.access_tokens` checks them."""

    name = "tokens"
