"""Work that must be done: one row for each piece, until it is done or given up."""

from django.db import models
from django.utils import timezone

from videoplanet.db.ids import new_id


class Work(models.Model):
    """One piece of work: its kind, and the row that it is for.

    A worker takes it by a claim, which is valid until `due_at`. Without a claim, `due_at` is when
    the sweep enqueues the task again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(help_text="Of the row that the work is for.")
    claim = models.UUIDField(null=True, editable=False, help_text="Of the worker that has it.")
    due_at = models.DateTimeField(
        help_text="When the claim ends, or the sweep enqueues the work again."
    )
    again = models.BooleanField(
        default=False, help_text="It was scheduled again while a worker had it."
    )
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts that ended with an error."
    )
    lost = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts of which nothing was heard again: the worker died."
    )
    retries = models.PositiveIntegerField(
        default=0, help_text="Times in a row that it was given back; the pauses grow with them."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "work"
        constraints = (models.UniqueConstraint(fields=("kind", "subject_id"), name="work_once"),)
        indexes = (models.Index(fields=("due_at",), name="work_due_idx"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
