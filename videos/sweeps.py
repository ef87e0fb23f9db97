"""Periodic tasks that end the uploads which nobody completed."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from videoplanet.storage import s3
from videos.models import Video
from videos.uploads import discard_upload

SWEEP_LIMIT = 500


@shared_task
def sweep_uploads() -> int:
    """Delete the videos whose upload was not finished within a day; return how many."""
    old = timezone.now() - settings.UPLOAD_LIFETIME
    unfinished = Video.objects.filter(status=Video.Status.UPLOADING, created_at__lt=old)
    ids = unfinished.order_by("created_at").values_list("id", flat=True)[:SWEEP_LIMIT]
    return sum(discard_upload(video_id=id_) for id_ in ids)


@shared_task
def sweep_storage() -> int:
    """Abort uploads in the storage that can't belong to a video any more; return how many.

    A process leaves one if it dies after it wrote to the storage and before it wrote to the
    database. The hour is for clocks that differ.
    """
    old = timezone.now() - settings.UPLOAD_LIFETIME - timedelta(hours=1)
    return s3.abort_uploads_before(old, prefix="projects/")
