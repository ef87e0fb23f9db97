"""What the worker does for the storage: it deletes the objects whose rows are gone."""

import logging
from datetime import timedelta
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import shared_task
from django.db import transaction

from videoplanet.storage import s3
from videoplanet.storage.models import StorageDeletion
from videoplanet.tasks.work import Kind, claim, keep_alive

logger = logging.getLogger(__name__)

DELETION = Kind(
    "delete_objects",
    task="videoplanet.storage.tasks.delete_objects",
    patience=timedelta(minutes=10),
)


@shared_task
def delete_objects(deletion_id: str) -> None:
    """Do what a StorageDeletion asks for, then delete its row. Doing it twice is no error."""
    held = claim(DELETION, UUID(deletion_id))
    if held is None:
        return
    deletion = StorageDeletion.objects.filter(pk=deletion_id).first()
    try:
        with keep_alive(held):
            count = _delete(deletion) if deletion else 0
    except (BotoCoreError, ClientError) as error:
        held.retry(counts=False, reason=error)
        return
    with transaction.atomic():
        StorageDeletion.objects.filter(pk=deletion_id).delete()
        held.finish()
    if deletion:
        logger.info("deleted %d objects under %s", count, deletion.prefix)


def _delete(deletion: StorageDeletion) -> int:
    if deletion.upload_id:
        s3.abort_multipart_upload(deletion.upload_key, deletion.upload_id)
    return s3.delete_under(deletion.prefix)
