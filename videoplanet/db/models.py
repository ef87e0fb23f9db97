"""Rows that every app may use."""

from django.db import models


class Counter(models.Model):
    """How often a subject did something in the period that runs now (`videoplanet.db.counters`)."""

    scope = models.CharField(max_length=40, help_text="What is counted.")
    subject = models.CharField(max_length=100, help_text="Whose uses are counted.")
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True, help_text="When counting begins again at 0.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "subject"), name="counter_once"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.subject}: {self.count}"
