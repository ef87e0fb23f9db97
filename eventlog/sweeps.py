"""Periodic tasks of the log."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from eventlog.models import Stream
from eventlog.pruning import prune, streams_with_old_events

STREAM_LIMIT = 1000
"""How many streams one run prunes; the next run takes the rest."""


@shared_task
def prune_events() -> int:
    """Delete events older than `EVENT_LIFETIME`; return how many streams had some."""
    before = timezone.now() - settings.EVENT_LIFETIME
    stream_ids = streams_with_old_events(Stream.objects.values("id"), before=before)[:STREAM_LIMIT]
    for stream_id in stream_ids:
        prune(stream_id, before=before)
    return len(stream_ids)
