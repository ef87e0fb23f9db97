"""What the worker does for videos."""

import logging
from functools import partial
from uuid import UUID

from celery import shared_task
from django.db import transaction

from videoplanet.storage.deletions import forget_objects
from videoplanet.tasks.work import keep_alive
from videos.models import Video
from videos.pipeline import STORAGE_ERRORS, process
from videos.processing import ATTEMPTS, begin, fail, is_wanted
from videos.sandbox import Cancelled, Interrupted, MediaRejected, WorkerKilled
from videos.turns import claim_next

logger = logging.getLogger(__name__)


@shared_task
def process_video(video_id: str) -> None:
    """Make an uploaded video ready for review, or say why it can't be. Doing it twice is no error.

    Another video than `video_id` may be taken first, if it is that one's turn (`videos.turns`).
    If the file is not at fault (storage away, memory short), the work is tried again with growing
    pauses, for as long as it takes.
    """
    claim = claim_next(UUID(video_id))
    if claim is None:
        return
    video = begin(claim)
    if video is None:
        claim.finish()
        return
    if claim.lost + claim.failures >= ATTEMPTS:
        fail(claim, video, "broken")
        return
    try:
        with keep_alive(claim, wanted=partial(is_wanted, video)):
            process(video, claim)
    except MediaRejected as error:
        fail(claim, video, error.code)
    except Cancelled:
        logger.info("video %s was taken by another worker or deleted", video.id)
    except (Interrupted, OSError, *STORAGE_ERRORS) as error:
        claim.retry(counts=isinstance(error, WorkerKilled), reason=error)
    finally:
        _forget_if_gone(video)


def _forget_if_gone(video: Video) -> None:
    """Delete again what was stored for the video, if it was deleted meanwhile."""
    if Video.objects.filter(id=video.id).exists():
        return
    with transaction.atomic():
        forget_objects(video.object_prefix)
