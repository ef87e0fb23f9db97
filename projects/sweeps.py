"""What beat starts from time to time: it finds what a dead broker, worker or client left behind."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from projects.models import StorageDeletion, Video
from projects.tasks import delete_objects
from projects.uploads import discard_upload


@shared_task
def sweep_deletions() -> int:
    """Enqueue the deletions that a dead broker or worker left for over ten minutes."""
    old = timezone.now() - timedelta(minutes=10)
    left = StorageDeletion.objects.filter(created_at__lt=old).order_by("pk")[:500]
    for deletion in left:
        delete_objects.delay(str(deletion.pk))
    return len(left)


@shared_task
def sweep_uploads() -> int:
    """Delete the videos whose upload was not finished within a day; return how many."""
    old = timezone.now() - settings.UPLOAD_LIFETIME
    unfinished = Video.objects.filter(status=Video.Status.UPLOADING, created_at__lt=old)
    return sum(discard_upload(video_id=id_) for id_ in unfinished.values_list("id", flat=True))
