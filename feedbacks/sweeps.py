"""Periodic tasks for feedback."""

from datetime import timedelta
from itertools import batched
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from feedbacks.models import PictureStatus, Screenshot
from videoplanet.storage import media_urls, s3

DELETE_BATCH = 500


@shared_task
def sweep_screenshots() -> int:
    """Delete uploads that no feedback took within a day; return how many objects were deleted.

    Objects without a row are deleted an hour later: clocks differ, and a row may be about to
    commit.
    """
    old = timezone.now() - settings.SCREENSHOT_LIFETIME
    Screenshot.objects.filter(feedback=None, created_at__lt=old).delete()
    keys = s3.older_than(old - timedelta(hours=1), prefix=f"{media_urls.SCREENSHOTS}/")
    count = 0
    for batch in batched(keys, DELETE_BATCH):
        needed = _needed(batch)
        for key in batch:
            if key not in needed:
                s3.delete(key)
                count += 1
    return count


def _needed(keys: tuple[str, ...]) -> set[str]:
    """Return the keys whose row still needs them: it is pending, or no feedback has it yet."""
    ids = {UUID(key.split("/")[1]) for key in keys}
    rows = Screenshot.objects.filter(id__in=ids)
    rows = rows.filter(Q(status=PictureStatus.PENDING) | Q(feedback=None))
    return {key for row in rows for key in (row.raw_key, row.key) if key}
