"""Columns and rows that every app may use."""

from typing import Any

from django.db import models
from django.db.models import F


class KeptByTrigger:
    """A column that a trigger of the database writes: saving a row leaves it as it is."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the default for a new row; for another one, what is there."""
        field: Any = self
        return field.get_default() if add else F(field.attname)


class KeptCount(KeptByTrigger, models.PositiveIntegerField):  # type: ignore[type-arg]
    """A number of other rows."""


class KeptText(KeptByTrigger, models.TextField):  # type: ignore[type-arg]
    """A text made from the row's other columns."""


class KeptJSON(KeptByTrigger, models.JSONField):
    """Other rows, put together."""


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


class Tally(models.Model):
    """By how much a number of rows has changed; a number is the sum of its changes.

    Triggers write the rows (`videoplanet.db.tallies`). Each app has tables of its own, whose other
    columns say what is counted.
    """

    change = models.IntegerField()
    merged = models.BooleanField(help_text="Made by the sweep, from others.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.change:+}"
