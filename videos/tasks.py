"""What the worker does for videos."""

import logging
from functools import partial
from uuid import UUID

from celery import shared_task
from django.db import transaction

from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.work import claim, keep_alive
from videos.models import Video
from videos.pipeline import STORAGE_ERRORS, process
from videos.processing import ATTEMPTS, PROCESSING, begin, fail, is_wanted
from videos.sandbox import Cancelled, Interrupted, MediaRejected, WorkerKilled

logger = logging.getLogger(__name__)


@shared_task
def process_video(video_id: str) -> None:
    """Make an uploaded video ready for review, or say why it can't be. Doing it twice is no error.

    What is no fault of the file (storage away, memory short) is tried again, later and later, for
    as long as it takes.
    """
    held = claim(PROCESSING, UUID(video_id))
    if held is None:
        return
    video = begin(held)
    if video is None:
        held.finish()
        return
    if held.lost + held.failures >= ATTEMPTS:
        fail(held, video, "broken")
        return
    try:
        with keep_alive(held, wanted=partial(is_wanted, video)):
            process(video, held)
    except MediaRejected as error:
        fail(held, video, error.code)
    except Cancelled:
        logger.info("video %s is somebody else's or gone", video_id)
    except (Interrupted, OSError, *STORAGE_ERRORS) as error:
        held.retry(counts=isinstance(error, WorkerKilled), reason=error)
    finally:
        _forget_if_gone(video)


def _forget_if_gone(video: Video) -> None:
    """Have deleted again what was stored for a video that was deleted meanwhile."""
    if Video.objects.filter(id=video.id).exists():
        return
    with transaction.atomic():
        forget_objects(video.object_prefix)
