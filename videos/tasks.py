"""What the worker does for videos."""

import logging
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction

from videoplanet.storage.deletions import forget_objects
from videos.models import Video
from videos.pipeline import STORAGE_ERRORS, process
from videos.processing import Claim, claim, fail, release
from videos.sandbox import Cancelled, Interrupted, MediaRejected, WorkerKilled

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=6)
def process_video(self: "Task[Any, Any]", video_id: str) -> None:
    """Make an uploaded video ready for review, or say why it can't be. Doing it twice is no error.

    What is no fault of the file (storage away, memory short) is tried again, later and later; then
    the sweep goes on with it.
    """
    held = claim(UUID(video_id))
    if held is None:
        return
    try:
        with held:
            process(held)
    except MediaRejected as error:
        fail(held, error.code)
    except Cancelled:
        logger.info("video %s is somebody else's or gone", video_id)
    except (Interrupted, OSError, *STORAGE_ERRORS) as error:
        seconds = 2**self.request.retries
        release(held, for_seconds=seconds, count=isinstance(error, WorkerKilled))
        logger.warning("video %s is tried again in %d s: %s", video_id, seconds, error)
        raise self.retry(exc=error, countdown=seconds) from error
    finally:
        _forget_if_gone(held)


def _forget_if_gone(held: Claim) -> None:
    """Have deleted again what was stored for a video that was deleted meanwhile."""
    if Video.objects.filter(id=held.video.id).exists():
        return
    with transaction.atomic():
        forget_objects(held.video.object_prefix)
