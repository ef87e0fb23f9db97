"""What beat starts from time to time for feedback."""

from datetime import timedelta
from itertools import batched
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feedbacks.models import PICTURE_DUE, Feedback, PictureStatus, Screenshot
from feedbacks.tasks import annotate_feedback, number_frames, process_screenshot
from videoplanet.storage import media_urls, s3
from videoplanet.tasks.queue import enqueue
from videos.models import Video
from videos.timecode import rate_of

AT_ONCE = 500


@shared_task
def sweep_frames() -> int:
    """Have feedback numbered that has no frame though its video's rate is known.

    The task was lost, or the feedback was given in the moment in which the rate became known.
    Return how many videos have such.
    """
    videos = Feedback.objects.filter(frame=None).values("video_id").distinct()
    rates = Video.objects.filter(id__in=videos, frame_rate__isnull=False)
    known = [
        each for each, rate in rates.values_list("id", "frame_rate")[:AT_ONCE] if rate_of(rate)
    ]
    for each in known:
        enqueue(number_frames, str(each))
    return len(known)


@shared_task
def sweep_pictures() -> int:
    """Enqueue the pictures that a dead broker, worker or storage left; return how many.

    They are moved on at once: while the worker is busy they must not pile up in the queue.
    """
    now = timezone.now()
    with transaction.atomic():
        screenshots = Screenshot.objects.filter(status=PictureStatus.PENDING, due_at__lte=now)
        locked = screenshots.order_by("due_at").select_for_update(skip_locked=True)
        due = list(locked.values_list("id", flat=True)[:AT_ONCE])
        Screenshot.objects.filter(id__in=due).update(due_at=now + PICTURE_DUE)
        for each in due:
            enqueue(process_screenshot, str(each))
    with transaction.atomic():
        drawings = Feedback.objects.filter(annotate_at__lte=now)
        locked_too = drawings.order_by("annotate_at").select_for_update(
            skip_locked=True, no_key=True
        )
        to_draw = list(locked_too.values_list("id", flat=True)[:AT_ONCE])
        Feedback.objects.filter(id__in=to_draw).update(annotate_at=now + PICTURE_DUE)
        for each in to_draw:
            enqueue(annotate_feedback, str(each))
    return len(due) + len(to_draw)


@shared_task
def sweep_screenshots() -> int:
    """Delete what no feedback took within a day, and objects without a row; return how many.

    The objects are left for another hour: clocks differ, and a row may be about to commit.
    """
    old = timezone.now() - settings.SCREENSHOT_LIFETIME
    Screenshot.objects.filter(feedback=None, created_at__lt=old).delete()
    keys = s3.older_than(old - timedelta(hours=1), prefix=f"{media_urls.SCREENSHOTS}/")
    count = 0
    for batch in batched(keys, AT_ONCE):
        needed = _needed(batch)
        for key in batch:
            if key not in needed:
                s3.delete(key)
                count += 1
    return count


def _needed(keys: tuple[str, ...]) -> set[str]:
    """Return those of the keys whose row still needs them: it is pending, or nobody's yet."""
    ids = {UUID(key.split("/")[1]) for key in keys}
    rows = Screenshot.objects.filter(id__in=ids)
    rows = rows.filter(Q(status=PictureStatus.PENDING) | Q(feedback=None))
    return {key for row in rows for key in (row.raw_key, row.key) if key}
