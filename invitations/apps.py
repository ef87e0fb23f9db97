"""App configuration."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Invitations, share links, and the guests who come in by them."""

    name = "invitations"
