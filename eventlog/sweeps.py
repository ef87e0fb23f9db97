"""What beat starts from time to time for the log."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from eventlog.models import Stream
from eventlog.pruning import old_streams, prune

AT_ONCE = 1000


@shared_task
def prune_events() -> int:
    """Delete the events that are older than `EVENT_LIFETIME`; return of how many streams."""
    before = timezone.now() - settings.EVENT_LIFETIME
    stream_ids = old_streams(Stream.objects.values("id"), before=before)[:AT_ONCE]
    for stream_id in stream_ids:
        prune(stream_id, before=before)
    return len(stream_ids)
