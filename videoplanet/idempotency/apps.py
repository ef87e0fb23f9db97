"""App configuration."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Answers kept for `Idempotency-Key`."""

    name = "videoplanet.idempotency"
    label = "idempotency"
