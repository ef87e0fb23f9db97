"""What the worker does for the storage: it deletes the objects whose rows are gone."""

import logging
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task

from videoplanet.storage import s3
from videoplanet.storage.models import StorageDeletion

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=5)
def delete_objects(self: "Task[Any, Any]", deletion_id: str) -> None:
    """Do what a StorageDeletion asks for, then delete its row. Doing it twice is no error."""
    deletion = StorageDeletion.objects.filter(pk=deletion_id).first()
    if deletion is None:
        return
    try:
        if deletion.upload_id:
            s3.abort_multipart_upload(deletion.upload_key, deletion.upload_id)
        count = s3.delete_under(deletion.prefix)
    except (BotoCoreError, ClientError) as error:
        raise self.retry(exc=error, countdown=2**self.request.retries) from error
    logger.info("deleted %d objects under %s", count, deletion.prefix)
    deletion.delete()
