"""Answers kept for `Idempotency-Key`."""

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """The first answer to a user's request with a key, repeated for a day.

    It commits with the write it belongs to. A parallel request with the same key waits on the
    constraint until the first one has committed or rolled back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "route", "key"), name="idempotent_answer_once"),
        )

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
