"""Periodic tasks of webhooks."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from videoplanet.tasks.models import Work
from videoplanet.tasks.work import schedule
from webhooks.kinds import DELIVER
from webhooks.models import Delivery, Webhook

SWEEP_LIMIT = 500
PRUNE_LIMIT = 10_000


@shared_task
def sweep_webhooks() -> int:
    """Schedule webhooks that are behind and that nobody has; return how many.

    Their doorbell got lost, or the pause after a failure is over.
    """
    at_work = Work.objects.filter(kind=DELIVER.name).values("subject_id")
    behind = Webhook.objects.behind().exclude(id__in=at_work).order_by("next_try_at")
    ids = list(behind.values_list("id", flat=True)[:SWEEP_LIMIT])
    schedule(DELIVER, ids)
    return len(ids)


@shared_task
def prune_deliveries() -> int:
    """Delete deliveries older than 30 days; return how many."""
    old = Delivery.objects.filter(
        created_at__lt=timezone.now() - settings.DELIVERIES_LIFETIME
    ).order_by("created_at")
    ids = list(old.values_list("id", flat=True)[:PRUNE_LIMIT])
    Delivery.objects.filter(id__in=ids).delete()
    return len(ids)
