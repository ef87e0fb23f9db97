"""Objects in the storage whose row is gone and that must go too."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

DELETION_DUE = timedelta(minutes=10)
"""For how long a deletion is left to the task that was enqueued for it."""


def deletion_due() -> datetime:
    """Return when a deletion made now is due for the sweep."""
    return timezone.now() + DELETION_DUE


class StorageDeletion(models.Model):
    """Objects whose row is gone and that must go too; the row stays until they have."""

    prefix = models.CharField(max_length=300)
    upload_key = models.CharField(max_length=300, blank=True, default="")
    upload_id = models.CharField(max_length=1024, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(
        default=deletion_due, db_index=True, help_text="When the sweep enqueues it (again)."
    )

    def __str__(self) -> str:
        """Return the prefix."""
        return self.prefix
