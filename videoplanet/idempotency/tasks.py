"""Deletes stored answers that are too old."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from videoplanet.idempotency.models import IdempotentAnswer


@shared_task
def clear_idempotency() -> int:
    """Delete the answers that are older than a day; return how many."""
    past = timezone.now() - settings.IDEMPOTENCY_LIFETIME
    deleted, _ = IdempotentAnswer.objects.filter(created_at__lt=past).delete()
    return deleted
