"""App configuration."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "videoplanet.mail"
    label = "mail"
