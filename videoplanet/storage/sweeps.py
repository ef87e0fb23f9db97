"""What beat starts from time to time: it finds the deletions that were left undone."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from videoplanet.storage.models import DELETION_DUE, StorageDeletion
from videoplanet.storage.tasks import delete_objects
from videoplanet.tasks.queue import enqueue

AT_ONCE = 500


@shared_task
def sweep_deletions() -> int:
    """Enqueue the deletions that a dead broker, worker or storage left; return how many."""
    now = timezone.now()
    with transaction.atomic():
        rows = StorageDeletion.objects.select_for_update(skip_locked=True)
        due = list(rows.filter(due_at__lte=now).order_by("due_at")[:AT_ONCE])
        # Moved on at once: while the storage is away they must not pile up in the queue.
        StorageDeletion.objects.filter(pk__in=[each.pk for each in due]).update(
            due_at=now + DELETION_DUE
        )
        for deletion in due:
            enqueue(delete_objects, str(deletion.pk))
    return len(due)
