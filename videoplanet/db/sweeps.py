"""The periodic tasks of counters and tallies."""

from celery import shared_task
from django.utils import timezone

from videoplanet.db.models import Counter
from videoplanet.db.tallies import merge_tallies


@shared_task
def sweep_counters() -> int:
    """Delete the counters whose period has ended; return how many.

    Subjects may be addresses of people, so they are kept no longer than they are needed.
    """
    deleted, _ = Counter.objects.filter(ends_at__lte=timezone.now()).delete()
    return deleted


@shared_task
def sweep_tallies() -> None:
    """Merge the changes of numbers, so that reading one stays cheap."""
    merge_tallies()
