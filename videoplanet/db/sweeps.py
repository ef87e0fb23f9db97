"""The periodic task of the counters."""

from celery import shared_task
from django.utils import timezone

from videoplanet.db.models import Counter


@shared_task
def sweep_counters() -> int:
    """Delete the counters whose period has ended; return how many.

    Subjects may be addresses of people, so they are kept no longer than they are needed.
    """
    deleted, _ = Counter.objects.filter(ends_at__lte=timezone.now()).delete()
    return deleted
