"""Objects that must be deleted from the storage."""

from django.db import models

from videoplanet.db.ids import new_id


class StorageDeletion(models.Model):
    """Objects whose row was deleted. This row stays until they are deleted too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prefix = models.CharField(max_length=300)
    upload_key = models.CharField(max_length=300, blank=True, default="")
    upload_id = models.CharField(max_length=1024, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.prefix
