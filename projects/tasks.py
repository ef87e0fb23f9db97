"""What the worker does for projects: videos, and the objects whose rows are gone."""

import logging
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task
from django.db import transaction

from projects.confined import Cancelled, Interrupted, Killed, Refused
from projects.derivation import STORAGE_ERRORS, derive
from projects.models import StorageDeletion, Video
from projects.processing import Claim, claim, fail, release
from videoplanet.api import storage
from videoplanet.api.queue import enqueue

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=5)
def delete_objects(self: "Task[Any, Any]", deletion_id: str) -> None:
    """Do what a StorageDeletion asks for, then delete its row. Doing it twice is no error."""
    deletion = StorageDeletion.objects.filter(pk=deletion_id).first()
    if deletion is None:
        return
    try:
        if deletion.upload_id:
            storage.abort_upload(deletion.upload_key, deletion.upload_id)
        count = storage.delete_under(deletion.prefix)
    except (BotoCoreError, ClientError) as error:
        raise self.retry(exc=error, countdown=2**self.request.retries) from error
    logger.info("deleted %d objects under %s", count, deletion.prefix)
    deletion.delete()


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
            derive(held)
    except Refused as error:
        fail(held, error.code)
    except Cancelled:
        logger.info("video %s is somebody else's or gone", video_id)
    except (Interrupted, OSError, *STORAGE_ERRORS) as error:
        seconds = 2**self.request.retries
        release(held, for_seconds=seconds, count=isinstance(error, Killed))
        logger.warning("video %s is tried again in %d s: %s", video_id, seconds, error)
        raise self.retry(exc=error, countdown=seconds) from error
    finally:
        _forget_if_gone(held)


def _forget_if_gone(held: Claim) -> None:
    """Have deleted again what was stored for a video that was deleted meanwhile."""
    if Video.objects.filter(id=held.video.id).exists():
        return
    with transaction.atomic():
        deletion = StorageDeletion.objects.create(prefix=held.video.object_prefix)
        enqueue(delete_objects, str(deletion.pk))
