"""What beat starts from time to time: it finds what a dead broker, worker or client left behind."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from videoplanet.storage import s3
from videoplanet.tasks.queue import enqueue
from videos.models import PROCESSING_DUE, Video
from videos.tasks import process_video
from videos.uploads import discard_upload

AT_ONCE = 500


@shared_task
def sweep_videos() -> int:
    """Enqueue the videos that wait although nobody works on them; return how many.

    Their task was lost, or its worker died: its claim ended without a sign of life.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Video.objects.select_for_update(skip_locked=True, no_key=True)
        waiting = rows.filter(status=Video.Status.PROCESSING, processing_due_at__lte=now)
        ids = list(waiting.order_by("processing_due_at").values_list("id", flat=True)[:AT_ONCE])
        Video.objects.filter(id__in=ids).update(
            processing_claim=None, processing_due_at=now + PROCESSING_DUE
        )
        for each in ids:
            enqueue(process_video, str(each))
    return len(ids)


@shared_task
def sweep_uploads() -> int:
    """Delete the videos whose upload was not finished within a day; return how many."""
    old = timezone.now() - settings.UPLOAD_LIFETIME
    unfinished = Video.objects.filter(status=Video.Status.UPLOADING, created_at__lt=old)
    ids = unfinished.order_by("created_at").values_list("id", flat=True)[:AT_ONCE]
    return sum(discard_upload(video_id=id_) for id_ in ids)


@shared_task
def sweep_storage() -> int:
    """End the uploads that the storage has and no video can have any more; return how many.

    Such are left by a process that died between the storage and the database. An hour is given to
    clocks that differ.
    """
    old = timezone.now() - settings.UPLOAD_LIFETIME - timedelta(hours=1)
    return s3.abort_uploads_before(old, prefix="projects/")
