"""Deleting objects with their rows: after the commit, by a task that tries until it succeeds."""

from videoplanet.storage.models import StorageDeletion
from videoplanet.storage.tasks import DELETION
from videoplanet.tasks.work import schedule


def forget_objects(prefix: str, *, upload_key: str = "", upload_id: str = "") -> None:
    """Have all objects under `prefix` deleted after the commit, and an unfinished upload aborted.

    Part of a transaction: if it is rolled back, nothing is deleted.
    """
    deletion = StorageDeletion.objects.create(
        prefix=prefix, upload_key=upload_key, upload_id=upload_id
    )
    schedule(DELETION, [deletion.id])
